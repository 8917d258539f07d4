#include "import/alembic_sql.hpp"

#include "import/program.hpp"
#include "import/text_changes.hpp"
#include "parse/parser.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <chrono>

namespace runner::foreign {
namespace {

namespace fs = std::filesystem;

/// CREATE TABLE, INSERT, UPDATE, DELETE or DROP of alembic_version.
bool is_bookkeeping(std::string_view sql) {
    constexpr std::size_t head = 80;
    return sql.substr(0, head).find("alembic_version") != std::string_view::npos;
}

} // namespace

OfflineAlembic::OfflineAlembic(const fs::path& versions) {
    std::error_code failed;
    const auto folder = fs::canonical(versions, failed);
    for (const auto& above : {folder, folder.parent_path(), folder.parent_path().parent_path()}) {
        if (settings_.empty() && fs::exists(above / "alembic.ini")) {
            settings_ = above / "alembic.ini";
        }
    }
    if (settings_.empty()) {
        why_not_ = "alembic.ini was not found beside or above the revisions, so Alembic could not "
                   "be asked for their SQL";
    }
}

bool OfflineAlembic::write(ConvertedMigration& migration, const std::string& before) {
    if (!why_not_.empty()) {
        return false;
    }
    const auto& source = migration.up.source;
    const auto& id = migration.key;
    const auto up = ask("upgrade", (before.empty() ? "" : before + ":") + id);
    if (!up) {
        return false;
    }
    migration.up = part_of_alembic(*up, source);
    const auto down = ask("downgrade", id + ":" + (before.empty() ? "base" : before));
    if (down) {
        auto part = part_of_alembic(*down, source);
        if (has_statements(part.text)) {
            migration.down = std::move(part);
        }
    }
    return true;
}

std::optional<std::string> OfflineAlembic::ask(const char* command, const std::string& range) {
    constexpr std::chrono::seconds patience{60};
    const auto result = run_program(
        {"alembic", "-c", settings_.string(), command, range, "--sql"},
        settings_.parent_path(),
        patience
    );
    if (result.started && result.status == 0) {
        return result.output;
    }
    const auto lines = lines_of(result.errors);
    why_not_ = !result.started
                   ? "alembic is not in the PATH, so it could not be asked for SQL; activate its "
                     "environment and import again into an empty folder"
                   : fmt::format(
                         "alembic {} {} --sql failed: {}",
                         command,
                         range,
                         lines.empty() ? "it said nothing" : std::string(lines.back().text)
                     );
    return std::nullopt;
}

Part part_of_alembic(std::string text, const fs::path& source) {
    Part part{source, {}};
    const Text whole(std::move(text));
    const auto view = whole.view();
    StatementReader reader(whole, source);
    std::size_t at = 0;
    bool committed = false;
    while (const auto statement = reader.next()) {
        const auto& [offset, length] = statement->span;
        const auto sql = view.substr(offset, length);
        const bool ends = statement->command == "COMMIT";
        const bool bookkeeping = is_bookkeeping(sql);
        if (ends || statement->command == "BEGIN" || bookkeeping) {
            part.text += view.substr(at, offset - at);
            at = std::min(view.find(';', offset + length), view.size() - 1) + 1;
        }
        // What runs behind a COMMIT, and is not the bookkeeping, is on its own.
        part.no_transaction = part.no_transaction ||
                              (committed && !ends && !bookkeeping && statement->command != "BEGIN");
        committed = committed || ends;
    }
    part.text += view.substr(at);
    // Empty lines are all that is left of what was taken out.
    std::string compact;
    bool empty_before = true;
    for (const auto& line : lines_of(part.text)) {
        const bool empty = trimmed(line.text).empty();
        if (!(empty && empty_before)) {
            compact += line.full;
        }
        empty_before = empty;
    }
    part.text = tidied(compact);
    return part;
}

} // namespace runner::foreign
