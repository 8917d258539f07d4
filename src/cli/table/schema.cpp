// The schema of a database.
#include "cli/table/groups.hpp"

#include <utility>

namespace runner::cli {

namespace {

const CommandOption pg_bin = {
    "pg-bin", 0, "DIR", "server programs for the scratch server (default: the newest found)"};

const CommandOption scratch_url = {
    "scratch-url", 0, "URL", "make scratch databases on this server instead"};

/// Those that look at a database made for it.
std::vector<Command> scratch_commands() {
    return {
        {"check",
         {},
         "Schema",
         "",
         0,
         0,
         false,
         "try each pending migration up, down and up in a scratch database",
         "Looks at the catalog in between, object by object: what down leaves behind or does not\n"
         "bring back, and what a second up does otherwise, are findings. Verify scripts run each\n"
         "time, repeatables and seeds twice. The scratch database is a private PostgreSQL that is\n"
         "gone afterwards; of yours only the history and names are read, with --all nothing.\n"
         "--format github writes annotations. Exits 8 with a finding.",
         "runner check\nrunner check --all --junit check.xml\nrunner check --format json",
         {{"all", 0, "", "every migration; needs no database of yours"},
          {"junit", 0, "FILE", "also write the results as JUnit XML"},
          pg_bin,
          scratch_url}},
        {"drift",
         {},
         "Schema",
         "",
         0,
         0,
         false,
         "compare the database with what its migrations build",
         "Runs the applied migrations in a scratch database and shows every object that differs,\n"
         "with its SQL on both sides. Nothing of yours is written. PATTERN has * and ? and fits\n"
         "\"table public.users\" or public.users; what is part of a table is ignored with it.\n"
         "Exits 8 with a difference.",
         "runner drift\nrunner drift --ignore 'index *,partman.*'\nrunner drift --format json",
         {{"ignore", 0, "LIST", "patterns of objects that may differ, separated by commas"},
          pg_bin,
          scratch_url}},
    };
}

/// Changes the folder, and no database.
Command squash_command() {
    return {
        "squash",
        {},
        "Schema",
        "VERSION",
        1,
        1,
        false,
        "put the migrations up to VERSION into one, and prove that it builds the same",
        "Builds a scratch database from the old files, writes what is in it (schema, rows,\n"
        "sequences, roles) as one pair with the number VERSION, and compares what that builds,\n"
        "also with everything behind it. Then the old files move to archive/VERSION in the\n"
        "migrations folder. A database that has run them sees the pair as applied; one that has\n"
        "run some of them is refused until it has run the rest. Needs no database of yours.\n"
        "Exits 8, and changes nothing, when the proof does not hold.",
        "runner squash 010 --dry-run\nrunner squash 010\nrunner squash 010 --name everything",
        {{"name", 0, "NAME", "of the new pair, behind its number (default: baseline)"},
         {"dry-run", 0, "", "make the proof, and change nothing"},
         pg_bin,
         scratch_url}};
}

/// Those that look at yours alone.
std::vector<Command> catalog_commands() {
    return {
        {"dump",
         {},
         "Schema",
         "",
         0,
         0,
         false,
         "the schema of the database as SQL that builds it again",
         "The same bytes for equal schemas, whatever the order of creation; needs no pg_dump.\n"
         "The history, temporary objects and what belongs to an extension are left out, rows and\n"
         "passwords are never read. Exits 8 when something of the database is not in the dump\n"
         "and says what.",
         "runner dump --output schema.sql\nrunner dump --split schema\nrunner dump --no-owner | "
         "psql -d other",
         {{"output", 'o', "FILE", "write to FILE, which changes at once or not at all"},
          {"split", 0, "DIR", "a file for each object; removes those of an earlier dump"},
          {"no-owner", 0, "", "leave owners out: all belongs to whoever loads it"},
          {"no-privileges", 0, "", "leave GRANT and REVOKE out"}}},
        {"erd",
         {},
         "Schema",
         "",
         0,
         0,
         false,
         "the tables of the database and their references, as a Mermaid diagram",
         "With types and keys. Partitions are left out, for their whole; a reference is drawn\n"
         "when both of its tables are.",
         "runner erd > tables.mmd\nrunner erd --tables 'users,order*' --svg > tables.svg",
         {{"tables", 0, "LIST", "these tables alone; * and ? stand for what they do in a shell"},
          {"dot", 0, "", "for Graphviz instead of Mermaid"},
          {"svg", 0, "", "drawn by Graphviz, when its program dot is there"}}},
    };
}

} // namespace

std::vector<Command> schema_commands() {
    auto commands = scratch_commands();
    commands.push_back(squash_command());
    for (auto& command : catalog_commands()) {
        commands.push_back(std::move(command));
    }
    return commands;
}

} // namespace runner::cli
