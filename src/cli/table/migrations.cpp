// What changes the database by running files.
#include "cli/table/groups.hpp"

namespace runner::cli {
namespace {

const CommandOption dry_run = {
    "dry-run", 0, "", "show what would be done, take no lock and change nothing"};

const CommandOption expect_plan = {
    "expect-plan", 0, "HASH", "do nothing unless the plan is the one with this hash"};

const CommandOption no_changes = {
    "no-changes", 0, "", "do not say what files change; nor does a run of over 20"};

} // namespace

// NOLINTNEXTLINE(readability-function-size): rows of a table
std::vector<Command> migration_commands() {
    return {
        {"up",
         {"migrate", "upgrade"},
         "Migrations",
         "[TARGET]",
         0,
         1,
         true,
         "apply pending migrations",
         "TARGET: nothing or head (all), +N (the next N), or a version (that one is the last),\n"
         "as 007 or as 007_add_users.\n"
         "Safe to start from many processes at once: one works, the others wait.",
         "runner up\nrunner up --wait 60s --seed\nrunner up +1 --dry-run",
         {{"seed", 0, "", "run the seeds afterwards"},
          dry_run,
          expect_plan,
          {"atomic", 0, "", "all of them in one transaction: all are applied, or none"},
          {"allow-out-of-order", 0, "", "apply migrations below an applied one, too"},
          {"require-sum", 0, "", "refuse unless migrations/runner.sum fits the files"},
          {"create", 0, "", "create the database first when it is not there"},
          no_changes}},
        {"down",
         {"downgrade", "rollback"},
         "Migrations",
         "[TARGET]",
         0,
         1,
         true,
         "revert the last migration, or more",
         "TARGET: nothing (exactly one), -N (the last N), a version (that one stays applied), or\n"
         "base (all). More than one is asked about on a terminal and needs --yes without one.",
         "runner down\nrunner down -2 --yes\nrunner down 007 --yes",
         {dry_run, expect_plan, no_changes}},
        {"goto",
         {},
         "Migrations",
         "TARGET",
         1,
         1,
         true,
         "go up or down until TARGET is the last applied migration",
         "TARGET: a version, +N, -N, head (everything applied, nothing reverted) or base. Reverts\n"
         "what is in the way of a version, then applies up to it, in one run; more than one\n"
         "revert is asked about on a terminal and needs --yes without one.",
         "runner goto 007\nrunner goto 007_add_users --yes\nrunner goto -1 --dry-run",
         {dry_run,
          expect_plan,
          {"allow-out-of-order", 0, "", "apply migrations below an applied one, too"},
          no_changes}},
        {"redo",
         {},
         "Migrations",
         "[TARGET]",
         0,
         1,
         true,
         "revert and apply the last migration again, or more",
         "TARGET: nothing (exactly one), -N (the last N), a version (that one and what was\n"
         "applied after it), or base (all). More than one is asked about.",
         "runner redo\nrunner redo -2 --yes",
         {no_changes}},
    };
}

// NOLINTNEXTLINE(readability-function-size): rows of a table
std::vector<Command> data_commands() {
    return {
        {"seed",
         {},
         "Migrations",
         "[NAME...]",
         0,
         any_number,
         false,
         "run new and changed seeds in order",
         "NAME: 003 or 003_name; without one all of them. --truncate needs --env with an\n"
         "environment that is not protected, or embedded:DIR.",
         "runner seed\nrunner seed 003_countries --force\nrunner seed --prove",
         {{"force", 0, "", "run unchanged ones, too"},
          {"prove", 0, "", "run each twice, roll back; exit 8 when a second run changes rows"},
          {"truncate", 0, "", "for development: empty the tables of CSV seeds first"}}},
        {"resolve",
         {},
         "Migrations",
         "VERSION",
         1,
         1,
         false,
         "decide about a migration that stopped half way",
         "Look at the database, then say whether the statement in doubt has had its effect.",
         "runner resolve 007 --applied && runner up",
         {{"applied", 0, "", "it has: the next up goes on behind it"},
          {"not-applied", 0, "", "it has not: the next up runs it again"}}},
    };
}

} // namespace runner::cli
