// goose: one file with `-- +goose Up` and `-- +goose Down`; a row for each step up or down, of
// which the newest of each version counts.
#include "import/foreign_files.hpp"
#include "import/naming.hpp"
#include "import/text_changes.hpp"
#include "import/tool.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner::foreign {
namespace {

constexpr std::string_view mark = "+goose";

/// Reads one file line by line, as goose does.
class Reader {
public:
    Reader(const ForeignFile& file, const NumberedName& name, Conversion& to)
        : file_(file),
          to_(to),
          migration_{
              .key = Version::from(name.digits)->digits,
              .digits = name.digits,
              .name = name.rest,
              .up = {file.path, {}}},
          part_(&migration_.up) {}

    ConvertedMigration read() {
        for (const auto& line : lines_of(file_.text)) {
            const auto words = comment_words(line.text);
            if (words && words->starts_with(mark)) {
                follow(trimmed(words->substr(mark.size())), line.number);
            } else {
                take(line, words.has_value());
            }
        }
        if (!marked_) {
            refuse_file(file_.path, "has no line `-- +goose Up`; goose does not take it either");
        }
        finish(migration_.up);
        if (migration_.down) {
            finish(*migration_.down);
            if (!has_statements(migration_.down->text)) {
                migration_.down.reset();
            }
        }
        return std::move(migration_);
    }

private:
    void follow(std::string_view annotation, std::size_t line) {
        if (same_words(annotation, "Up")) {
            marked_ = true;
        } else if (same_words(annotation, "Down")) {
            part_ = &migration_.down.emplace(Part{file_.path, {}});
        } else if (same_words(annotation, "NO TRANSACTION")) {
            no_transaction_ = true;
        } else if (same_words(annotation, "StatementBegin")) {
            ended_ = true;
        } else if (same_words(annotation, "StatementEnd")) {
            end_statement();
        } else if (same_words(annotation, "ENVSUB ON")) {
            to_.remarks.push_back(remark(
                "environment variables are not put in here: write the values, or declare @vars",
                file_.path,
                line
            ));
        } else if (!same_words(annotation, "ENVSUB OFF")) {
            to_.remarks.push_back(remark(
                fmt::format("+goose {} means nothing here and is left out", annotation),
                file_.path,
                line
            ));
        }
    }

    void take(const Line& line, bool is_comment) {
        part_->text += line.full;
        if (const auto words = trimmed(line.text); !words.empty() && !is_comment) {
            ended_ = words.back() == ';';
        }
    }

    /// Between its two marks goose needs no semicolon.
    void end_statement() {
        if (!ended_) {
            part_->text += ";\n";
            ended_ = true;
        }
    }

    void finish(Part& part) const {
        part.text = tidied(part.text);
        part.no_transaction = no_transaction_;
    }

    const ForeignFile& file_;
    Conversion& to_;
    ConvertedMigration migration_;
    Part* part_;
    bool marked_ = false;
    bool no_transaction_ = false;
    bool ended_ = true; // the last line of SQL ended with a semicolon
};

/// A migration in Go becomes one that refuses to run.
ConvertedMigration program(const ForeignFile& file, const NumberedName& name, Conversion& to) {
    to.remarks.push_back(remark("is Go: what stands for it refuses to run", file.path));
    return {
        .key = Version::from(name.digits)->digits,
        .digits = name.digits,
        .name = name.rest,
        .up = {
            .source = file.path,
            .text = placeholder(file.name, "was a Go migration of goose"),
            .header = {"-- @irreversible: it was a program"}}};
}

Conversion convert(const std::filesystem::path& folder) {
    Conversion result;
    for (const auto& file : read_folder(folder, {".sql", ".go"})) {
        const auto sql = without_ending(file.name, ".sql");
        const auto name = numbered_name(sql ? *sql : *without_ending(file.name, ".go"));
        if (!name) {
            if (sql) {
                result.remarks.push_back(remark("is left out: it has no number", file.path));
            }
        } else if (sql) {
            result.migrations.push_back(Reader(file, *name, result).read());
        } else if (!file.name.ends_with("_test.go")) {
            result.migrations.push_back(program(file, *name, result));
        }
    }
    return result;
}

ForeignHistory history(ForeignTable& table, const Conversion& /*files*/) {
    const auto rows = table.select(
        fmt::format("version_id::pg_catalog.text, is_applied, {}", microseconds_sql("tstamp")),
        "order by id"
    );
    ForeignHistory result;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        const auto key = text_of(rows, row, 0);
        std::erase_if(result.applied, [&](const ForeignRow& other) { return other.key == key; });
        // The row of version 0 says that the table was made.
        if (rows.boolean(row, 1) && key != "0") {
            result.applied.push_back({.key = key, .applied_at = instant_of(rows, row, 2)});
        }
    }
    return result;
}

} // namespace

Tool goose() {
    return {
        .name = "goose",
        .folders = {"migrations", "db/migrations", "sql/migrations"},
        .table = "goose_db_version",
        .columns = {"id", "version_id", "is_applied", "tstamp"},
        .convert = convert,
        .history = history};
}

} // namespace runner::foreign
