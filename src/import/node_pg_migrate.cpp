// node-pg-migrate: 1704100000001_name.sql with `-- Up Migration` and `-- Down Migration`, or
// JavaScript; a row for each file, by its name without the ending.
#include "import/foreign_files.hpp"
#include "import/naming.hpp"
#include "import/text_changes.hpp"
#include "import/tool.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>

namespace runner::foreign {
namespace {

constexpr std::array<std::string_view, 6> endings = {".sql", ".js", ".ts", ".mjs", ".cjs", ".mts"};

/// "-- Up Migration", however it is spaced; anything may follow.
bool is_mark(std::string_view line, std::string_view direction) {
    const auto words = comment_words(line);
    if (!words || !same_words(words->substr(0, direction.size()), direction)) {
        return false;
    }
    constexpr std::string_view rest = "migration";
    return same_words(trimmed(words->substr(direction.size())).substr(0, rest.size()), rest);
}

void read_sections(const ForeignFile& file, ConvertedMigration& migration) {
    migration.up.text.clear();
    Part* part = &migration.up;
    for (const auto& line : lines_of(file.text)) {
        if (is_mark(line.text, "up")) {
            part = &migration.up;
        } else if (is_mark(line.text, "down")) {
            part = &migration.down.emplace(Part{file.path, {}});
        } else {
            part->text += line.full;
        }
    }
    migration.up.text = tidied(migration.up.text);
    if (migration.down) {
        migration.down->text = tidied(migration.down->text);
        if (!has_statements(migration.down->text)) {
            migration.down.reset();
        }
    }
}

Conversion convert(const std::filesystem::path& folder) {
    Conversion result;
    for (const auto& file : read_folder(folder, {endings.begin(), endings.end()})) {
        const auto ending = *std::find_if(endings.begin(), endings.end(), [&](auto candidate) {
            return file.name.ends_with(candidate);
        });
        const auto stem = *without_ending(file.name, ending);
        const auto name = numbered_name(stem);
        if (!name) {
            result.remarks.push_back(remark("is left out: it has no number", file.path));
            continue;
        }
        ConvertedMigration migration{
            .key = std::string(stem),
            .digits = name->digits,
            .name = name->rest,
            .up = {file.path, file.text}};
        if (ending == ".sql") {
            read_sections(file, migration);
        } else {
            result.remarks.push_back(
                remark("is JavaScript: what stands for it refuses to run", file.path)
            );
            migration.up.text =
                placeholder(file.name, "was a JavaScript migration of node-pg-migrate");
            migration.up.header = {"-- @irreversible: it was a program"};
        }
        result.migrations.push_back(std::move(migration));
    }
    return result;
}

ForeignHistory history(ForeignTable& table, const Conversion& /*files*/) {
    const auto rows =
        table.select(fmt::format("name, {}", microseconds_sql("run_on")), "order by run_on, id");
    ForeignHistory result;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        result.applied.push_back(
            {.key = text_of(rows, row, 0), .applied_at = instant_of(rows, row, 1)}
        );
    }
    return result;
}

} // namespace

Tool node_pg_migrate() {
    return {
        .name = "node-pg-migrate",
        .folders = {"migrations"},
        .table = "pgmigrations",
        .columns = {"id", "name", "run_on"},
        .convert = convert,
        .history = history};
}

} // namespace runner::foreign
