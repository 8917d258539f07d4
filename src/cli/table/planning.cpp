// What shows, before anything is done, what would be done.
#include "cli/table/groups.hpp"

namespace runner::cli {

std::vector<Command> planning_commands() {
    return {
        {"plan",
         {},
         "Inspection",
         "[TARGET]",
         0,
         1,
         true,
         "what up or down would do, and to which tables",
         "TARGET is that of up, or with --down that of down. Takes no lock and changes nothing.\n"
         "With --verbose each statement with its line. The hash at the end holds a run to what\n"
         "was reviewed: runner up --expect-plan HASH\n"
         "--sql writes a script that psql runs without runner; with --from and --to it is made\n"
         "of the files alone. --rehearse runs the files and rolls back: it holds their locks\n"
         "on tables meanwhile, and waits 500ms for each unless --lock-timeout says otherwise.",
         "runner plan\nrunner plan 007 --verbose\nrunner plan --down -2\n"
         "runner plan --sql > release.sql\nrunner plan --sql --from 005 --to 009\n"
         "runner plan --rehearse",
         {{"down", 0, "", "what down would do"},
          {"seed", 0, "", "with the seeds behind the migrations"},
          {"atomic", 0, "", "as up --atomic would do it"},
          {"allow-out-of-order", 0, "", "with migrations below an applied one, too"},
          {"sql", 0, "", "as one script for psql"},
          {"from", 0, "VERSION", "the script begins behind it, or at the base; no connection"},
          {"to", 0, "VERSION", "the script ends there; no connection"},
          {"rehearse", 0, "", "run the files in one transaction and roll it back"}}},
    };
}

} // namespace runner::cli
