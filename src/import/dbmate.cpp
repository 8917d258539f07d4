// dbmate: one file with `-- migrate:up` and `-- migrate:down`; one row for each version, which is
// the digits as the file writes them.
#include "import/foreign_files.hpp"
#include "import/naming.hpp"
#include "import/text_changes.hpp"
#include "import/tool.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner::foreign {
namespace {

constexpr std::string_view up_mark = "migrate:up";
constexpr std::string_view down_mark = "migrate:down";

/// What stands behind a mark; empty when the line is none.
std::optional<std::string_view> options_of(const Line& line, std::string_view mark) {
    const auto words = line.text.starts_with("--") ? comment_words(line.text) : std::nullopt;
    if (!words || !words->starts_with(mark)) {
        return std::nullopt;
    }
    return trimmed(words->substr(mark.size()));
}

void read_options(std::string_view options, Part& part, std::size_t line, Conversion& result) {
    if (options.empty()) {
        return;
    }
    if (options == "transaction:false") {
        part.no_transaction = true;
    } else if (options != "transaction:true") {
        result.remarks.push_back(remark(
            fmt::format("the option {} means nothing here and is left out", options),
            part.source,
            line
        ));
    }
}

ConvertedMigration migration_of(const ForeignFile& file, const NumberedName& name, Conversion& to) {
    ConvertedMigration migration{
        .key = name.digits, .digits = name.digits, .name = name.rest, .up = {file.path, {}}};
    Part* part = &migration.up; // comments above the first mark are the migration's
    bool marked = false;
    for (const auto& line : lines_of(file.text)) {
        if (const auto options = options_of(line, up_mark)) {
            part = &migration.up;
            read_options(*options, *part, line.number, to);
            marked = true;
        } else if (const auto down = options_of(line, down_mark)) {
            part = &migration.down.emplace(Part{file.path, {}});
            read_options(*down, *part, line.number, to);
        } else {
            part->text += line.full;
        }
    }
    if (!marked) {
        refuse_file(file.path, "has no line `-- migrate:up`; dbmate does not take it either");
    }
    migration.up.text = tidied(migration.up.text);
    if (migration.down) {
        migration.down->text = tidied(migration.down->text);
        if (!has_statements(migration.down->text)) {
            migration.down.reset();
        }
    }
    return migration;
}

Conversion convert(const std::filesystem::path& folder) {
    Conversion result;
    for (const auto& file : read_folder(folder, {".sql"})) {
        const auto name = numbered_name(*without_ending(file.name, ".sql"));
        if (name) {
            result.migrations.push_back(migration_of(file, *name, result));
        } else {
            result.remarks.push_back(remark("is left out: it has no number", file.path));
        }
    }
    return result;
}

ForeignHistory history(ForeignTable& table, const Conversion& /*files*/) {
    if (table.has_column("dirty")) {
        refuse_unfinished(
            table.shown() + " is golang-migrate's table, not dbmate's: it has a column dirty",
            "run: runner import golang-migrate"
        );
    }
    const auto rows = table.select("version::pg_catalog.text", "order by version");
    ForeignHistory result;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        result.applied.push_back({.key = text_of(rows, row, 0)});
    }
    return result;
}

} // namespace

Tool dbmate() {
    return {
        .name = "dbmate",
        .folders = {"db/migrations"},
        .table = "schema_migrations",
        .columns = {"version"},
        .convert = convert,
        .history = history};
}

} // namespace runner::foreign
