// What writes or reads files only.
#include "cli/table/groups.hpp"

namespace runner::cli {

std::vector<Command> file_commands() {
    return {
        {"init",
         {},
         "Files",
         "",
         0,
         0,
         false,
         "write runner.toml, migrations/ and seeds/ with an example each",
         "What is there already stays as it is.",
         "runner init",
         {}},
        {"new",
         {"create", "revision"},
         "Files",
         "NAME...",
         1,
         any_number,
         false,
         "write the next pair of migration files",
         "The words of NAME are joined with _. Number, width and style (sequence or timestamp)\n"
         "follow the files that are there. Prints the paths of the new files, and adds them to\n"
         "runner.sum (unless runner.toml says sum = false).",
         "runner new add users table\nrunner new add_users --version 42",
         {{"version", 0, "N", "this number instead of the next one"},
          {"timestamp", 0, "", "the time as the number"}}},
        {"split",
         {},
         "Files",
         "FILE",
         1,
         1,
         false,
         "show the statements of a file as the parser sees them",
         "FILE - is standard input. With --format json one object a line.",
         "runner split migrations/001_users.up.sql\nrunner split --format json - < dump.sql",
         {}},
    };
}

} // namespace runner::cli
