// What is going on, in one line, and the line of the terminal it is drawn in.
#include "cli/live_line.hpp"
#include "cli/progress_line.hpp"
#include "cli/text.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <unistd.h>

using namespace runner;
using namespace runner::cli;
using namespace std::chrono_literals;

namespace {

Doing index_build() {
    Doing doing;
    doing.label = "001_users";
    doing.progress.statement = 2;
    doing.progress.statements = 3;
    doing.progress.command = "CREATE INDEX";
    doing.elapsed = 12s;
    return doing;
}

Blocker billing() {
    Blocker blocker;
    blocker.pid = 123;
    blocker.blocks = 77;
    blocker.user = "alice";
    blocker.application = "billing";
    blocker.state = "idle in transaction";
    blocker.query = "select 1";
    blocker.lock = "AccessShareLock on public.users";
    blocker.since = 40s;
    return blocker;
}

/// What a terminal would have got.
std::string drawn(void (*use)(LiveLine&)) {
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    {
        LiveLine line(ends[1]);
        use(line);
    }
    close(ends[1]);
    std::array<char, 256> text{};
    const auto count = read(ends[0], text.data(), text.size());
    close(ends[0]);
    return {text.data(), static_cast<std::size_t>(count)};
}

} // namespace

TEST_CASE("The line says which statement runs, for how long, and how much is done") {
    auto doing = index_build();
    CHECK(progress_line(doing, 100) == "001_users  statement 2 of 3: CREATE INDEX, 12.0 s");
    doing.progress.bytes_done = 12'000'000;
    doing.progress.bytes = 48'300'000;
    CHECK(
        progress_line(doing, 100) ==
        "001_users  statement 2 of 3: CREATE INDEX, 12.0 s, 12.0 of 48.3 MB"
    );
    doing.progress.bytes = 0;
    doing.progress.rows = 3000;
    doing.progress.rounds = 3;
    CHECK(
        progress_line(doing, 100) ==
        "001_users  statement 2 of 3: CREATE INDEX, 12.0 s, 3000 rows in 3 batches"
    );
    doing = {};
    doing.label = "001_users";
    CHECK(progress_line(doing, 100) == "001_users 0 ms");
}

TEST_CASE("The line says whom the statement waits for") {
    auto doing = index_build();
    doing.blockers = {billing()};
    doing.blocked = 11s;
    CHECK(
        progress_line(doing, 200) ==
        "001_users  statement 2 of 3: CREATE INDEX, 12.0 s, waits for pid 123 (billing, alice) "
        "AccessShareLock on public.users, 11.0 s"
    );
}

TEST_CASE("The line fits the terminal, and nothing foreign moves the cursor") {
    auto doing = index_build();
    doing.label = "001_\x1b[2J表表表表";
    for (std::size_t columns = 0; columns < 80; ++columns) {
        const auto line = progress_line(doing, columns);
        CAPTURE(columns, line);
        CHECK(display_width(line) <= columns);
        CHECK(line.find('\x1b') == std::string::npos);
    }
}

TEST_CASE("Who blocks is a line each, and says whom") {
    auto root = billing();
    root.pid = 124;
    root.blocks = 123;
    root.query.clear();
    CHECK(
        blockers_text({billing(), root}) ==
        "pid 123 (billing, alice) AccessShareLock on public.users, idle in transaction "
        "for 40 s: select 1\n  | pid 124 (billing, alice) AccessShareLock on public.users, idle in "
        "transaction for 40 s blocks pid 123"
    );
    CHECK(blockers_text({}).empty());
    Blocker prepared;
    prepared.application = "left behind";
    prepared.user = "alice";
    prepared.since = 3h;
    CHECK(summary(prepared) == "the prepared transaction left behind (alice), for 3 h");
}

TEST_CASE("The live line is drawn over itself ten times a second, and cleared once") {
    CHECK(drawn([](LiveLine& line) {
              line.draw("one");
              line.draw("too soon");
              line.clear();
              line.clear();
          }) == "\r\x1b[2Kone\r\x1b[2K");
    CHECK(drawn([](LiveLine& line) { line.draw("left"); }) == "\r\x1b[2Kleft\r\x1b[2K");
    LiveLine off(-1);
    CHECK_FALSE(off.is_due());
}
