// The table. Texts keep within 80 columns once the help has indented them.
#include "cli/command_table.hpp"

#include <algorithm>
#include <limits>

namespace runner::cli {
namespace {

constexpr auto any_number = std::numeric_limits<std::size_t>::max();

const CommandOption dry_run = {
    "dry-run", 0, "", "show what would be done, take no lock and change nothing"};

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
         "follow the files that are there. Prints the paths of the new files.",
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

std::vector<Command> migration_commands() {
    return {
        {"up",
         {"migrate", "upgrade"},
         "Migrations",
         "[TARGET]",
         0,
         1,
         false,
         "apply pending migrations",
         "TARGET: nothing or head (all), +N (the next N), or a version (that one is the last).\n"
         "Safe to start from many processes at once: one works, the others wait.",
         "runner up\nrunner up --wait 60s --seed\nrunner up +1 --dry-run",
         {{"seed", 0, "", "run the seeds afterwards"},
          dry_run,
          {"atomic", 0, "", "all of them in one transaction: all are applied, or none"},
          {"allow-out-of-order", 0, "", "apply migrations below an applied one, too"},
          {"create", 0, "", "create the database first when it is not there"}}},
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
         "runner down\nrunner down -2\nrunner down 007 --yes",
         {dry_run}},
        {"redo",
         {},
         "Migrations",
         "[-N]",
         0,
         1,
         true,
         "revert and apply the last migration, or the last N",
         "",
         "runner redo\nrunner redo -2 --yes",
         {}},
    };
}

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
         "NAME: 003 or 003_name; without one all of them.",
         "runner seed\nrunner seed 003_countries --force",
         {{"force", 0, "", "run unchanged ones, too"}}},
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

std::vector<Command> database_commands() {
    return {
        {"db create",
         {},
         "Database",
         "",
         0,
         0,
         false,
         "create the database unless it is there",
         "",
         "runner db create",
         {}},
        {"db drop",
         {},
         "Database",
         "",
         0,
         0,
         false,
         "drop the database",
         "Asks on a terminal, naming database and server; needs --yes without one.",
         "runner db drop --yes",
         {{"force", 0, "", "end the connections of others first"}}},
        {"db wait",
         {},
         "Database",
         "",
         0,
         0,
         false,
         "wait until the server accepts connections",
         "Waits as long as --wait says, 60s unless given; then exits 4.",
         "runner db wait --wait 2m",
         {}},
        {"db start",
         {},
         "Database",
         "",
         0,
         0,
         false,
         "start the private server of embedded:DIR and keep it running",
         "Prints a URL that psql takes.",
         "psql \"$(runner db start -u embedded:.database)\"",
         {}},
        {"db stop",
         {},
         "Database",
         "",
         0,
         0,
         false,
         "stop the private server of embedded:DIR",
         "",
         "runner db stop -u embedded:.database",
         {}},
    };
}

} // namespace

const std::vector<Command>& command_table() {
    static const std::vector<Command> table = [] {
        std::vector<Command> result;
        for (auto group :
             {migration_commands(),
              data_commands(),
              inspection_commands(),
              file_commands(),
              database_commands()}) {
            result.insert(result.end(), group.begin(), group.end());
        }
        return result;
    }();
    return table;
}

const Command* find_command(std::string_view name) {
    const auto& table = command_table();
    const auto found = std::ranges::find_if(table, [name](const Command& command) {
        return command.name == name ||
               std::ranges::find(command.aliases, name) != command.aliases.end();
    });
    return found == table.end() ? nullptr : &*found;
}

const std::vector<CommandOption>& common_options() {
    static const std::vector<CommandOption> table = {
        {"env-file", 0, "FILE", "read variables from FILE instead of .env"},
        {"no-env-file", 0, "", "do not read .env"},
        {"allow-protected", 0, "NAME", "go ahead in the protected environment NAME"},
        {"yes", 'y', "", "do not ask"},
        {"verbose", 'v', "", "say more; twice: everything"},
        {"quiet", 'q', "", "warnings and errors only"},
        {"help", 'h', "", "this text, or that of a command"},
    };
    return table;
}

} // namespace runner::cli
