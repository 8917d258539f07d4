// What only looks.
#include "cli/table/groups.hpp"

namespace runner::cli {

std::vector<Command> inspection_commands() {
    return {
        {"status",
         {"info"},
         "Inspection",
         "",
         0,
         0,
         false,
         "every migration and seed, and the last failure",
         "",
         "runner status\nrunner status --exit-code --quiet",
         {{"exit-code", 0, "", "exit 5 when work is pending, 6 or 7 when something is wrong"}}},
        {"current",
         {},
         "Inspection",
         "",
         0,
         0,
         false,
         "the last applied migration",
         "",
         "runner current\nrunner current --check-head",
         {{"check-head", 0, "", "exit 5 when work is pending"}}},
        {"verify",
         {"validate"},
         "Inspection",
         "",
         0,
         0,
         false,
         "compare the files with the history and with each other",
         "Exits 6 when they disagree, 7 when a migration stopped half way.",
         "runner verify\nrunner verify --offline",
         {{"offline", 0, "", "the files alone; needs no database"}}},
        {"version",
         {},
         "Inspection",
         "",
         0,
         0,
         false,
         "this program, and the server when a URL is given",
         "",
         "runner version\nrunner --version",
         {}},
    };
}

} // namespace runner::cli
