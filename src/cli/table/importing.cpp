// The way in from other tools.
#include "cli/table/groups.hpp"

namespace runner::cli {

std::vector<Command> import_commands() {
    return {
        {"import",
         {},
         "Files",
         "TOOL",
         1,
         1,
         false,
         "take over the files and the history of another tool",
         "TOOL: alembic, dbmate, flyway, golang-migrate, goose, node-pg-migrate, rails,\n"
         "refinery, sqitch, sqlx or tern.\n"
         "Writes a pair of files for each of its migrations and marks as applied what its history\n"
         "table says is applied. Nothing is run, no file that is there is changed, and nothing of\n"
         "the other tool's. Doing it again takes over what is new.",
         "runner import goose --from db/goose --dry-run\n"
         "runner import flyway --from sql --schema shop --table flyway_schema_history\n"
         "runner import dbmate --files-only",
         {{"from", 0, "DIR", "its files (default: where it usually has them)"},
          {"table", 0, "NAME", "its history table (default: its usual name)"},
          {"schema", 0, "NAME", "of that table (default: found by the search path)"},
          {"files-only", 0, "", "the files alone; needs no database"},
          {"dry-run", 0, "", "show what would be written, and write nothing"}}},
    };
}

} // namespace runner::cli
