// Flyway: V1_2__name.sql, U1_2__name.sql to undo it, R__name.sql for what is repeatable; a row for
// each run, in the order of installed_rank.
#include "import/foreign_files.hpp"
#include "import/naming.hpp"
#include "import/text_changes.hpp"
#include "import/tool.hpp"

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
        .history = flyway_history};
}

} // namespace runner::foreign
