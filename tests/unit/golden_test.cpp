// Every file of golden/parse/ next to what it is read as. RUNNER_UPDATE_GOLDEN=1 rewrites the
// expected texts; their diff is reviewed like code. A seed's name begins with "seed".
#include "parse/parser.hpp"

#include <runner/error.hpp>
#include <runner/migration.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

using namespace runner;

namespace {

std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void render(
    std::ostream& out, const std::string& message, const std::optional<Location>& location
) {
    if (location) {
        out << location->position.line << ":" << location->position.column << ": ";
    }
    out << message << "\n";
    if (location) {
        out << "    " << location->line << "\n";
    }
}

void render(std::ostream& out, const Script& script) {
    for (const auto& [key, value] : script.header.directives) {
        out << "@" << key << ": " << value << "\n";
    }
    out << script.checksum.text() << "\n" << script.body->fingerprint.text() << "\n";
    out << script.body->statements << " to run, "
        << (script.body->transactional ? "transactional" : "one at a time")
        << (script.body->wrapped ? ", wrapped" : "");
    if (!script.body->transaction_modes.empty()) {
        out << ", modes: " << script.body->transaction_modes;
    }
    out << "\n";
    StatementReader reader(script.text, script.path);
    while (const auto statement = reader.next()) {
        const auto text = script.text.view();
        out << "\n"
            << statement->position.line << ":" << statement->position.column << " "
            << statement->command << (statement->refuses_transaction_since != 0 ? ", refuses" : "")
            << (statement->controls_transaction ? ", controls" : "") << "\n"
            << text.substr(statement->span.offset, statement->span.length) << "\n";
        if (statement->copy_data) {
            out << "rows:\n"
                << text.substr(statement->copy_data->offset, statement->copy_data->length);
        }
    }
}

std::string read(const std::filesystem::path& path) {
    const bool seed = path.filename().string().substr(0, 4) == "seed";
    std::ostringstream out;
    try {
        auto script = read_script(
            path.filename(), Text(contents(path)), seed ? ScriptKind::seed : ScriptKind::up
        );
        script.body = read_body(script);
        render(out, script);
    } catch (const Error& failure) {
        for (const auto& complaint : failure.complaints()) {
            render(out, complaint.message, complaint.location);
        }
        if (failure.complaints().empty()) {
            render(out, failure.what(), failure.location());
        }
    }
    return out.str();
}

} // namespace

TEST_CASE("Golden scripts are read as expected") {
    const char* root = std::getenv("RUNNER_SOURCE_ROOT"); // set by `meson test`
    REQUIRE(root != nullptr);
    std::vector<std::filesystem::path> paths;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(root) / "tests/golden/parse")) {
        if (entry.path().extension() == ".sql") {
            paths.push_back(entry.path());
        }
    }
    std::sort(paths.begin(), paths.end());
    REQUIRE_FALSE(paths.empty());
    for (const auto& path : paths) {
        CAPTURE(path.filename().string());
        auto expected = path;
        expected.replace_extension(".expected");
        const auto actual = read(path);
        if (std::getenv("RUNNER_UPDATE_GOLDEN") != nullptr) {
            std::ofstream(expected, std::ios::binary) << actual;
        }
        CHECK(actual == contents(expected));
    }
}
