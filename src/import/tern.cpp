// tern: NNN_name.sql, the way up and the way down with a line between; one row with the version.
#include "import/foreign_files.hpp"
#include "import/naming.hpp"
#include "import/text_changes.hpp"
#include "import/tool.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner::foreign {
namespace {

constexpr std::string_view separator = "---- create above / drop below ----";
constexpr std::string_view disable_transaction = "---- tern: disable-tx ----";

ConvertedMigration migration_of(const ForeignFile& file, const NumberedName& name) {
    ConvertedMigration migration{
        .key = Version::from(name.digits)->digits,
        .digits = name.digits,
        .name = name.rest,
        .up = {file.path, {}}};
    bool outside = false;
    Part* part = &migration.up;
    for (const auto& line : lines_of(file.text)) {
        if (trimmed(line.text) == separator) {
            part = &migration.down.emplace(Part{file.path, {}});
        } else if (trimmed(line.text) == disable_transaction) {
            outside = true;
        } else {
            part->text += line.full;
        }
    }
    migration.up.text = tidied(migration.up.text);
    migration.up.no_transaction = outside;
    if (migration.down) {
        migration.down->text = tidied(migration.down->text);
        migration.down->no_transaction = outside;
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
        if (!name) {
            result.remarks.push_back(
                remark("is left out: it has no number; tern includes it as a template", file.path)
            );
            continue;
        }
        if (const auto line = line_with(file.text, "{{")) {
            result.remarks.push_back(remark(
                "looks like a Go template, which is not filled in here: write what it stands for",
                file.path,
                *line
            ));
        }
        result.migrations.push_back(migration_of(file, *name));
    }
    return result;
}

ForeignHistory history(ForeignTable& table, const Conversion& files) {
    const auto rows = table.select("version::pg_catalog.text", "");
    ForeignHistory result;
    if (rows.rows() == 0) {
        return result;
    }
    const Version current{text_of(rows, 0, 0)};
    for (const auto& migration : files.migrations) {
        if (Version{migration.key} <= current) {
            result.applied.push_back({.key = migration.key});
        }
    }
    return result;
}

} // namespace

Tool tern() {
    return {
        .name = "tern",
        .folders = {"migrations", "db/migrations"},
        .table = "schema_version",
        .columns = {"version"},
        .convert = convert,
        .history = history};
}

} // namespace runner::foreign
