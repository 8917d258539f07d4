// What a status adds up to.
#include "cli/status_view.hpp"
#include "cli/status_words.hpp"

#include <catch2/catch.hpp>

using namespace runner;
using namespace runner::cli;

namespace {

using State = MigrationStatus::State;

MigrationStatus migration(State state, const std::string& label) {
    MigrationStatus result;
    result.state = state;
    result.label = label;
    result.version = *Version::from(label.substr(0, label.find('_')));
    if (state == State::applied) {
        result.applied.emplace();
        result.applied->applied_by = "bo";
    }
    return result;
}

Status status_of(const std::vector<State>& states) {
    Status status;
    for (std::size_t i = 0; i < states.size(); ++i) {
        status.migrations.push_back(migration(states[i], std::to_string(i + 1) + "_x"));
    }
    return status;
}

int exit_of(const std::vector<State>& states, const Options& options = {}) {
    return state_exit_status(count(status_of(states)), options);
}

} // namespace

TEST_CASE("The exit status of a state is the worst that is true") {
    CHECK(exit_of({}) == 0);
    CHECK(exit_of({State::applied, State::cosmetic}) == 0);
    CHECK(exit_of({State::applied, State::pending}) == 5);
    CHECK(exit_of({State::edited, State::pending}) == 6);
    CHECK(exit_of({State::missing}) == 6);
    CHECK(exit_of({State::late, State::applied}) == 6);
    CHECK(exit_of({State::edited, State::partial, State::pending}) == 7);
    CHECK(exit_of({State::ahead}) == 0);
}

TEST_CASE("What is late or ahead is wrong only when the settings say so") {
    Options options;
    options.late = Options::Late::apply;
    options.ahead = Options::Ahead::error;
    CHECK(exit_of({State::late}, options) == 5);
    CHECK(exit_of({State::ahead}, options) == 6);
}

TEST_CASE("The summary names the next command") {
    const auto text = [](const std::vector<State>& states) {
        return summary(count(status_of(states)));
    };
    CHECK(text({State::applied}) == "1 applied, 0 pending");
    CHECK(text({State::applied, State::pending}) == "1 applied, 1 pending; runner up applies it");
    CHECK(text({State::pending, State::pending}) == "0 applied, 2 pending; runner up applies them");
    CHECK(text({State::edited}) == "1 applied, 0 pending, 1 edited; runner verify says more");
}

TEST_CASE("The table of a status lines up and escapes what is foreign") {
    auto status = status_of({State::applied, State::pending});
    status.server = {"15.8", "/run", "5432", "shop", "bo", true};
    status.migrations[1].description = "evil \x1b[2J";
    const auto text = status_view(status, Paint{false});
    CHECK(text.starts_with("PostgreSQL 15.8, database shop on /run as bo (standby: reading only)\n")
    );
    CHECK(text.find("✓ 1_x ") != std::string::npos);
    CHECK(text.find("• 2_x ") != std::string::npos);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("evil \\x1B[2J") != std::string::npos);
}
