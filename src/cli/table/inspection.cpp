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
         "--verbose says when, by whom, and what is pending.",
         "runner current\nrunner current --check-head",
         {{"check-head", 0, "", "exit 5 when work is pending"},
          {"check-heads", 0, "", "the same, as Alembic calls it"}}},
        {"history",
         {"log"},
         "Inspection",
         "[VERSION]",
         0,
         1,
         false,
         "everything that was ever done, the newest first",
         "Applied, reverted, seeded, failed, repaired …; with VERSION only what concerns it.\n"
         "--verbose also shows statements, who was in the way, hosts and runs. Needs the right\n"
         "to read only.",
         "runner history --limit 10\nrunner history 007 --verbose",
         {{"limit", 0, "N", "the newest N"}}},
        {"show",
         {},
         "Inspection",
         "VERSION",
         1,
         1,
         false,
         "one migration: files, header, statements, and what the history keeps",
         "VERSION: 007, or 007_add_users. --sql prints the kept text as it is, for a pipe.\n"
         "--diff exits 0 whatever it finds; verify is the command that judges.",
         "runner show 007\nrunner show 007 --diff\nrunner show 007 --sql down | less",
         {{"sql", 0, "up|down", "only the text kept in the history"},
          {"diff", 0, "", "only how the files differ from the texts kept in the history"}}},
    };
}

std::vector<Command> verification_commands() {
    return {
        {"verify",
         {"validate"},
         "Inspection",
         "",
         0,
         0,
         false,
         "compare the files with the history and with each other",
         "Exits 6 when they disagree, 7 when a migration stopped half way. runner.sum is checked\n"
         "when it is there. --format github writes annotations for GitHub Actions.",
         "runner verify\nrunner verify --offline\nrunner verify --base origin/main --format github",
         {{"offline", 0, "", "the files alone; needs no database"},
          {"base", 0, "GITREF", "the files against a branch they will go into; the same"}}},
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
