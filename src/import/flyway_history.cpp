// The rows of flyway_schema_history: what they say together is what counts.
#include "import/checksums.hpp"
#include "import/naming.hpp"
#include "import/tool.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner::foreign {
namespace {

/// Whether version `a` is not above `b`; both are canonical.
bool is_up_to(const std::string& a, const std::string& b) {
    const auto numbers = numbers_of_dotted({a, b});
    return Version::from(numbers[0]).value_or(Version{}) <=
           Version::from(numbers[1]).value_or(Version{});
}

class Reader {
public:
    Reader(ForeignTable& table, const Conversion& files) : table_(table), files_(files) {}

    ForeignHistory read() {
        const auto rows = table_.select(
            fmt::format(
                "version, description, type, checksum, installed_by, {}, execution_time, success, "
                "script",
                microseconds_sql("installed_on")
            ),
            "order by installed_rank"
        );
        for (std::size_t row = 0; row < rows.rows(); ++row) {
            add(rows, row);
        }
        return std::move(result_);
    }

private:
    void add(const pg::Result& rows, std::size_t row) {
        const auto type = rows.value(row, 2);
        if (!rows.boolean(row, 7)) {
            refuse_unfinished(
                fmt::format(
                    "Flyway failed in {}: its row in {} is without success",
                    rows.value(row, 8),
                    table_.shown()
                ),
                "look at the database, undo what the file left behind, and run: flyway repair"
            );
        }
        if (type == "SCHEMA") {
            return;
        }
        if (rows.is_null(row, 0)) {
            add_repeatable(rows, row);
            return;
        }
        const auto version = canonical_dotted(rows.value(row, 0));
        std::erase_if(result_.applied, [&](const ForeignRow& other) {
            return other.key == version;
        });
        if (type.starts_with("UNDO") || type == "DELETE") {
            return;
        }
        if (type.ends_with("BASELINE")) {
            add_baseline(version, row_of(version, rows, row));
            return;
        }
        const auto file = std::find_if(
            files_.migrations.begin(),
            files_.migrations.end(),
            [&](const ConvertedMigration& other) { return other.key == version; }
        );
        if (file != files_.migrations.end()) {
            compare(file->up.source, file->checksum_text, rows, row);
        }
        result_.applied.push_back(row_of(version, rows, row));
    }

    void add_repeatable(const pg::Result& rows, std::size_t row) {
        const auto key = text_of(rows, row, 1);
        std::erase_if(result_.repeatables, [&](const ForeignRow& other) {
            return other.key == key;
        });
        const auto file = std::find_if(
            files_.repeatables.begin(),
            files_.repeatables.end(),
            [&](const ConvertedRepeatable& other) { return other.key == key; }
        );
        // An edited one is to run again: without a row it will.
        if (file != files_.repeatables.end() && !rows.is_null(row, 3) &&
            rows.integer(row, 3) == crc32_of_lines(file->checksum_text)) {
            result_.repeatables.push_back(row_of(key, rows, row));
        }
    }

    /// Flyway never runs what is not above its baseline.
    void add_baseline(const std::string& version, const ForeignRow& facts) {
        for (const auto& migration : files_.migrations) {
            if (is_up_to(migration.key, version)) {
                auto row = facts;
                row.key = migration.key;
                result_.applied.push_back(std::move(row));
            }
        }
        result_.remarks.push_back(
            {fmt::format(
                 "Flyway has a baseline at version {}: files up to it count as applied", version
             ),
             std::nullopt}
        );
    }

    void compare(
        const std::filesystem::path& path,
        const std::string& text,
        const pg::Result& rows,
        std::size_t row
    ) {
        if (!text.empty() && !rows.is_null(row, 3) &&
            rows.integer(row, 3) != crc32_of_lines(text)) {
            result_.remarks.push_back(edited_since("Flyway", path));
        }
    }

    static ForeignRow row_of(const std::string& key, const pg::Result& rows, std::size_t row) {
        return {
            .key = key,
            .applied_at = instant_of(rows, row, 5),
            .applied_by = text_of(rows, row, 4),
            .duration = std::chrono::milliseconds(rows.is_null(row, 6) ? 0 : rows.integer(row, 6))};
    }

    ForeignTable& table_;
    const Conversion& files_;
    ForeignHistory result_;
};

} // namespace

ForeignHistory flyway_history(ForeignTable& table, const Conversion& files) {
    return Reader(table, files).read();
}

} // namespace runner::foreign
