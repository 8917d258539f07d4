// sqlx: NNN_name.sql, or NNN_name.up.sql and NNN_name.down.sql; a row for each version with the
// SHA-384 of its file.
#include "import/checksums.hpp"
#include "import/foreign_files.hpp"
#include "import/naming.hpp"
#include "import/text_changes.hpp"
#include "import/tool.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>

namespace runner::foreign {
namespace {

constexpr std::string_view no_transaction = "-- no-transaction";

Part part_of(const ForeignFile& file) {
    return {
        .source = file.path,
        .text = file.text,
        .no_transaction = file.text.starts_with(no_transaction)};
}

Conversion convert(const std::filesystem::path& folder) {
    Conversion result;
    std::map<Version, Part> downs;
    for (const auto& file : read_folder(folder, {".sql"})) {
        const auto down = without_ending(file.name, ".down.sql");
        const auto up = without_ending(file.name, ".up.sql");
        const auto name =
            numbered_name(down ? *down : up.value_or(*without_ending(file.name, ".sql")));
        if (!name) {
            result.remarks.push_back(remark("is left out: it has no number", file.path));
        } else if (down) {
            downs.insert_or_assign(*Version::from(name->digits), part_of(file));
        } else {
            result.migrations.push_back(
                {.key = Version::from(name->digits)->digits,
                 .digits = name->digits,
                 .name = name->rest,
                 .up = part_of(file),
                 .checksum_text = file.text}
            );
        }
    }
    for (auto& migration : result.migrations) {
        if (const auto down = downs.extract(Version{migration.key})) {
            migration.down = down.mapped();
        }
    }
    for (const auto& [version, part] : downs) {
        result.remarks.push_back(remark("is left out: it has no up file", part.source));
    }
    return result;
}

/// Whether the file is still the one that ran; the server computes it.
bool is_unchanged(ForeignTable& table, const ConvertedMigration& file, const std::string& stored) {
    const auto found = table.connection().query(
        "select pg_catalog.encode(pg_catalog.sha384(pg_catalog.convert_to($1, 'UTF8')), 'hex')",
        {file.checksum_text}
    );
    return found.value(0, 0) == stored;
}

ForeignHistory history(ForeignTable& table, const Conversion& files) {
    const auto rows = table.select(
        fmt::format(
            "version::pg_catalog.text, success, {}, execution_time, "
            "pg_catalog.encode(checksum, 'hex')",
            microseconds_sql("installed_on")
        ),
        "order by installed_on, version"
    );
    ForeignHistory result;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        const auto key = text_of(rows, row, 0);
        if (!rows.boolean(row, 1)) {
            refuse_unfinished(
                fmt::format(
                    "sqlx stopped half way in version {}: its row in {} is without success",
                    key,
                    table.shown()
                ),
                "finish or undo by hand what it did, then set success in its row, or delete the row"
            );
        }
        const auto file = std::find_if(
            files.migrations.begin(),
            files.migrations.end(),
            [&](const ConvertedMigration& other) { return other.key == key; }
        );
        if (file != files.migrations.end() && !is_unchanged(table, *file, text_of(rows, row, 4))) {
            result.remarks.push_back(edited_since("sqlx", file->up.source));
        }
        const auto nanoseconds = rows.is_null(row, 3) ? 0 : rows.integer(row, 3);
        result.applied.push_back(
            {.key = key,
             .applied_at = instant_of(rows, row, 2),
             .applied_by = std::nullopt,
             .duration =
                 std::chrono::milliseconds(std::max<std::int64_t>(nanoseconds, 0) / 1'000'000)}
        );
    }
    return result;
}

} // namespace

Tool sqlx() {
    return {
        .name = "sqlx",
        .folders = {"migrations"},
        .table = "_sqlx_migrations",
        .columns = {"version", "success", "checksum", "installed_on", "execution_time"},
        .convert = convert,
        .history = history};
}

} // namespace runner::foreign
