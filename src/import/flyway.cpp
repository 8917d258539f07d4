// Flyway: V1_2__name.sql, U1_2__name.sql to undo it, R__name.sql for what is repeatable; a row for
// each run, in the order of installed_rank.
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

struct FlywayName {
    char prefix = 'V';
    std::string version; ///< "1.2"; empty for a repeatable
    std::string name;    ///< with underscores, as the file has it
};

std::optional<FlywayName> flyway_name(std::string_view stem) {
    constexpr std::string_view separator = "__";
    if (stem.empty() || std::string_view("VURB").find(stem.front()) == std::string_view::npos) {
        return std::nullopt;
    }
    FlywayName result{stem.front(), {}, {}};
    stem.remove_prefix(1);
    const auto end = std::min(stem.find(separator), stem.size());
    const auto version = stem.substr(0, end);
    result.name = stem.substr(std::min(end + separator.size(), stem.size()));
    if (result.prefix == 'R') {
        return version.empty() ? std::optional(result) : std::nullopt;
    }
    if (version.empty() || version.find_first_not_of("0123456789._") != std::string_view::npos) {
        return std::nullopt;
    }
    result.version = canonical_dotted(version);
    return result;
}

class Collector {
public:
    explicit Collector(const std::filesystem::path& folder) {
        const auto files = read_folder(folder, {".sql", ".java", ".sql.conf"}, Depth::recursive);
        for (const auto& file : files) {
            if (file.name.ends_with(".sql.conf")) {
                read_settings(file);
            }
        }
        for (const auto& file : files) {
            if (const auto sql = without_ending(file.name, ".sql")) {
                add(file, flyway_name(*sql));
            } else if (const auto java = without_ending(file.name, ".java")) {
                add_program(file, flyway_name(*java));
            }
        }
    }

    Conversion conversion() {
        std::vector<std::string> versions;
        for (auto& migration : result_.migrations) {
            if (const auto undo = undos_.extract(migration.key)) {
                migration.down = undo.mapped();
            }
            versions.push_back(migration.digits);
        }
        for (const auto& [version, part] : undos_) {
            result_.remarks.push_back(remark("is left out: there is no V file for it", part.source)
            );
        }
        const auto numbers = numbers_of_dotted(versions);
        for (std::size_t at = 0; at < numbers.size(); ++at) {
            result_.migrations[at].digits = numbers[at];
        }
        return std::move(result_);
    }

private:
    void read_settings(const ForeignFile& file) {
        const auto subject = file.path.string().substr(0, file.path.string().size() - 5);
        for (const auto& line : lines_of(file.text)) {
            std::string setting;
            std::copy_if(
                line.text.begin(),
                line.text.end(),
                std::back_inserter(setting),
                [](char c) { return c != ' ' && c != '\t'; }
            );
            if (setting == "executeInTransaction=false") {
                outside_[subject] = true;
            } else if (!setting.empty() && setting.front() != '#') {
                result_.remarks.push_back(remark("the setting is left out", file.path, line.number)
                );
            }
        }
    }

    void add(const ForeignFile& file, const std::optional<FlywayName>& name) {
        if (!name) {
            result_.remarks.push_back(remark(
                "is left out: it is a callback, or a name Flyway does not run by itself", file.path
            ));
            return;
        }
        if (name->prefix == 'B') {
            result_.remarks.push_back(remark(
                "is left out: a baseline migration stands for the ones below it, which are taken "
                "over instead",
                file.path
            ));
            return;
        }
        if (const auto line = line_with(file.text, "${")) {
            result_.remarks.push_back(remark(
                "looks like a Flyway placeholder, which is not put in here: write the value, or "
                "declare @vars",
                file.path,
                *line
            ));
        }
        Part part{
            .source = file.path,
            .text = file.text,
            .no_transaction = outside_.contains(file.path.string())};
        if (name->prefix == 'R') {
            auto key = name->name;
            std::replace(key.begin(), key.end(), '_', ' ');
            result_.repeatables.push_back({key, name->name, std::move(part), file.text});
        } else if (name->prefix == 'U') {
            undos_.insert_or_assign(name->version, std::move(part));
        } else {
            result_.migrations.push_back(
                {.key = name->version,
                 .digits = version_as_written(file.name),
                 .name = name->name,
                 .up = std::move(part),
                 .checksum_text = file.text}
            );
        }
    }

    void add_program(const ForeignFile& file, const std::optional<FlywayName>& name) {
        if (!name || name->prefix != 'V') {
            return;
        }
        result_.remarks.push_back(remark("is Java: what stands for it refuses to run", file.path));
        result_.migrations.push_back(
            {.key = name->version,
             .digits = version_as_written(file.name),
             .name = name->name,
             .up =
                 {.source = file.path,
                  .text = placeholder(file.name, "was a Java migration of Flyway"),
                  .header = {"-- @irreversible: it was a program"}}}
        );
    }

    /// "007" of "V007__x.sql": its width is kept.
    static std::string version_as_written(std::string_view file) {
        const auto version = file.substr(1, file.find("__") - 1);
        return std::string(version.substr(0, version.find_last_of("0123456789") + 1));
    }

    Conversion result_;
    std::map<std::string, Part> undos_;
    std::map<std::string, bool> outside_;
};

Conversion convert(const std::filesystem::path& folder) {
    return Collector(folder).conversion();
}

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

ForeignHistory history(ForeignTable& table, const Conversion& files) {
    return Reader(table, files).read();
}

} // namespace

Tool flyway() {
    return {
        .name = "flyway",
        .folders = {"src/main/resources/db/migration", "db/migration", "sql"},
        .table = "flyway_schema_history",
        .columns =
            {"installed_rank",
             "version",
             "description",
             "type",
             "script",
             "checksum",
             "installed_by",
             "installed_on",
             "execution_time",
             "success"},
        .convert = convert,
        .history = history};
}

} // namespace runner::foreign
