// What keeps files, history and the branches of a team together.
#include "cli/table/groups.hpp"

namespace runner::cli {

// NOLINTNEXTLINE(readability-function-size): rows of a table
std::vector<Command> integrity_commands() {
    return {
        {"sum",
         {},
         "Integrity",
         "",
         0,
         0,
         false,
         "write migrations/runner.sum for the files that are there",
         "One line a file and a total: two branches that both add a migration conflict in\n"
         "git, and verify finds what changed since. Run it after editing a new migration and\n"
         "commit both. Prints what it accepts; a merge conflict in runner.sum ends with it, too.",
         "runner sum",
         {}},
        {"renumber",
         {},
         "Integrity",
         "",
         0,
         0,
         false,
         "give late and duplicate migrations the next free numbers",
         "All files of a migration, @depends of others and runner.sum follow; git mv when "
         "tracked.\n"
         "What is applied stays; with --base what is on that branch, and no database is needed.",
         "runner renumber --dry-run\nrunner renumber --base origin/main",
         {{"base", 0, "GITREF", "the branch that the files will go into"},
          {"offline", 0, "", "only clashes of files with each other; needs no database"},
          {"dry-run", 0, "", "show what would be renamed and change nothing"}}},
        {"repair",
         {},
         "Integrity",
         "[VERSION...]",
         0,
         any_number,
         false,
         "accept edits of applied migrations as they are in the files",
         "Shows the difference of each one and asks; needs --yes without a terminal. Checksums "
         "and\n"
         "texts of the history change, the old rows stay in the event log, no file runs.",
         "runner repair\nrunner repair 007 --yes\nrunner repair --remove-missing",
         {{"remove-missing", 0, "", "forget applied migrations whose files are gone"}}},
        {"baseline",
         {"stamp"},
         "Integrity",
         "VERSION",
         1,
         1,
         false,
         "mark every migration up to VERSION as applied without running it",
         "For a database that has these changes already; head is the newest file. With --remove\n"
         "VERSION stays the last one marked and those above it are taken out of the history\n"
         "(base: all); nothing is reverted.",
         "runner baseline 042\nrunner baseline head\nrunner baseline 040 --remove --yes",
         {{"remove", 0, "", "unmark what is above VERSION; asks, or needs --yes"}}},
    };
}

} // namespace runner::cli
