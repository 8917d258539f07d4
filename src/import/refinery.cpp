// refinery: V1__name.sql and U1__name.sql, which are both applied once (U: out of order, too); a
// row for each version with a SipHash of name, version and text.
#include "import/checksums.hpp"
#include "import/foreign_files.hpp"
#include "import/naming.hpp"
#include "import/text_changes.hpp"
#include "import/tool.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner::foreign {
namespace {

ConvertedMigration
migration_of(const ForeignFile& file, std::string_view stem, bool sql, Conversion& to) {
    constexpr std::string_view separator = "__";
    const auto end = stem.find(separator);
    const auto digits = stem.substr(1, end - 1);
    const auto version = Version::from(digits);
    if ((stem.front() != 'V' && stem.front() != 'U') || end == std::string_view::npos || !version) {
        to.remarks.push_back(
            remark("is left out: refinery does not see this name either", file.path)
        );
        return {};
    }
    ConvertedMigration migration{
        .key = version->digits,
        .digits = std::string(digits),
        .name = std::string(stem.substr(end + separator.size())),
        .up = {file.path, file.text}};
    if (sql) {
        migration.checksum_text = file.text;
    } else {
        to.remarks.push_back(remark("is Rust: what stands for it refuses to run", file.path));
        migration.up.text = placeholder(file.name, "was a Rust migration of refinery");
        migration.up.header = {"-- @irreversible: it was a program"};
    }
    return migration;
}

Conversion convert(const std::filesystem::path& folder) {
    Conversion result;
    for (const auto& file : read_folder(folder, {".sql", ".rs"}, Depth::recursive)) {
        const auto sql = without_ending(file.name, ".sql");
        const auto stem = sql ? *sql : *without_ending(file.name, ".rs");
        if (!sql && stem == "mod") {
            continue;
        }
        auto migration = migration_of(file, stem, sql.has_value(), result);
        if (!migration.key.empty()) {
            result.migrations.push_back(std::move(migration));
        }
    }
    return result;
}

/// With 64-bit versions, a feature of refinery, it hashes eight bytes of them instead of four.
bool is_unchanged(const ConvertedMigration& file, const std::string& stored) {
    constexpr std::size_t usual = 4;
    constexpr std::size_t wide = 8;
    return std::to_string(refinery_hash(file.name, file.key, file.checksum_text, usual)) ==
               stored ||
           std::to_string(refinery_hash(file.name, file.key, file.checksum_text, wide)) == stored;
}

ForeignHistory history(ForeignTable& table, const Conversion& files) {
    const auto rows = table.select(
        fmt::format(
            "version::pg_catalog.text, {}, checksum", microseconds_sql("nullif(applied_on, '')")
        ),
        "order by applied_on::pg_catalog.timestamptz, version"
    );
    ForeignHistory result;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        const auto key = text_of(rows, row, 0);
        const auto file = std::find_if(
            files.migrations.begin(),
            files.migrations.end(),
            [&](const ConvertedMigration& other) { return other.key == key; }
        );
        if (file != files.migrations.end() && !file->checksum_text.empty() &&
            !is_unchanged(*file, text_of(rows, row, 2))) {
            result.remarks.push_back(edited_since("refinery", file->up.source));
        }
        result.applied.push_back({.key = key, .applied_at = instant_of(rows, row, 1)});
    }
    return result;
}

} // namespace

Tool refinery() {
    return {
        .name = "refinery",
        .folders = {"migrations", "src/migrations"},
        .table = "refinery_schema_history",
        .columns = {"version", "name", "applied_on", "checksum"},
        .convert = convert,
        .history = history};
}

} // namespace runner::foreign
