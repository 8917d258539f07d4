// Alembic: revisions in Python that name the one before them; a row for each head. The numbers are
// the places in the order from the first revision on.
#include "import/alembic_sql.hpp"
#include "import/foreign_files.hpp"
#include "import/naming.hpp"
#include "import/text_changes.hpp"
#include "import/tool.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>
#include <set>

namespace runner::foreign {
namespace {

namespace fs = std::filesystem;

struct Revision {
    std::string id;
    std::vector<std::string> before; ///< down_revision and depends_on
    fs::path path;
    std::string name;
    bool does_nothing = false;
};

/// The quoted words of `variable = "a"` or `variable: type = ("a", "b")`.
std::vector<std::string> words_of(std::string_view text, std::string_view variable) {
    std::vector<std::string> words;
    for (const auto& line : lines_of(text)) {
        const auto end = line.text.find_first_of(" :=");
        const auto equals = line.text.find('=');
        if (line.text.substr(0, end) != variable || equals == std::string_view::npos) {
            continue;
        }
        const auto from = static_cast<std::size_t>(line.text.data() - text.data()) + equals + 1;
        auto value = text.substr(from);
        const bool is_list = trimmed(value).starts_with('(') || trimmed(value).starts_with('[');
        value = value.substr(0, value.find_first_of(is_list ? ")]" : "\n"));
        for (auto quote = value.find_first_of("'\""); quote != std::string_view::npos;
             quote = value.find_first_of("'\"")) {
            const auto close = value.find(value[quote], quote + 1);
            if (close == std::string_view::npos) {
                break;
            }
            words.emplace_back(value.substr(quote + 1, close - quote - 1));
            value.remove_prefix(close + 1);
        }
        break;
    }
    return words;
}

std::optional<Revision> revision_of(const ForeignFile& file) {
    const auto ids = words_of(file.text, "revision");
    if (ids.empty()) {
        return std::nullopt;
    }
    Revision revision{ids.front(), words_of(file.text, "down_revision"), file.path, {}};
    for (const auto& other : words_of(file.text, "depends_on")) {
        revision.before.push_back(other);
    }
    // "ae1027a6acf_add_users" unless somebody has changed the template.
    std::string_view stem(file.name);
    stem = *without_ending(stem, ".py");
    if (stem.starts_with(revision.id) && stem.size() > revision.id.size() + 1) {
        stem.remove_prefix(revision.id.size() + 1);
    }
    revision.name = stem;
    revision.does_nothing = file.text.find("op.") == std::string::npos;
    return revision;
}

/// Each behind all that it names; by name of the file where that leaves a choice.
std::vector<Revision> in_order(std::vector<Revision> left) {
    std::vector<Revision> sorted;
    std::set<std::string> known;
    std::set<std::string> all;
    for (const auto& revision : left) {
        all.insert(revision.id);
    }
    while (!left.empty()) {
        const auto next = std::find_if(left.begin(), left.end(), [&](const Revision& revision) {
            return std::all_of(
                revision.before.begin(),
                revision.before.end(),
                [&](const std::string& id) { return known.contains(id) || !all.contains(id); }
            );
        });
        if (next == left.end()) {
            throw Error(
                ErrorKind::source,
                "the revisions go in a circle",
                Location{left.front().path, {0, 0}, {}}
            );
        }
        known.insert(next->id);
        sorted.push_back(*next);
        left.erase(next);
    }
    return sorted;
}

/// `--from` may be the project, its folder of scripts, or that one's versions/.
fs::path versions_folder(const fs::path& folder) {
    for (const auto* inner : {"versions", "alembic/versions", "migrations/versions"}) {
        if (fs::is_directory(folder / inner)) {
            return folder / inner;
        }
    }
    return folder;
}

Conversion convert(const fs::path& folder) {
    constexpr std::size_t narrowest = 3;
    Conversion result;
    std::vector<Revision> revisions;
    const auto versions = versions_folder(folder);
    for (const auto& file : read_folder(versions, {".py"})) {
        if (auto revision = revision_of(file)) {
            revisions.push_back(std::move(*revision));
        }
    }
    OfflineAlembic offline(versions);
    const auto sorted = in_order(std::move(revisions));
    for (std::size_t at = 0; at < sorted.size(); ++at) {
        const auto& revision = sorted[at];
        auto digits = std::to_string(at + 1);
        digits.insert(0, digits.size() < narrowest ? narrowest - digits.size() : 0, '0');
        ConvertedMigration migration{
            .key = revision.id, .digits = digits, .name = revision.name, .up = {revision.path, {}}};
        const auto before = revision.before.empty() ? std::string() : revision.before.front();
        if (revision.before.size() > 1 && revision.does_nothing) {
            migration.up.text = "-- Brings branches together; there is nothing to run.\n";
        } else if (revision.before.size() > 1 || !offline.write(migration, before)) {
            migration.up.text =
                placeholder(revision.path.filename().string(), "was a Python revision of Alembic");
            migration.up.header = {"-- @irreversible: it was a program"};
            result.remarks.push_back(
                remark("is Python: what stands for it refuses to run", revision.path)
            );
        }
        for (const auto& id : revision.before) {
            result.before[revision.id].push_back(id);
        }
        result.migrations.push_back(std::move(migration));
    }
    if (!offline.why_not().empty() && !sorted.empty()) {
        result.remarks.push_back({offline.why_not(), std::nullopt});
    }
    return result;
}

void add_with_all_before(
    const std::string& id, const Conversion& files, std::set<std::string>& applied
) {
    if (applied.insert(id).second && files.before.contains(id)) {
        for (const auto& earlier : files.before.at(id)) {
            add_with_all_before(earlier, files, applied);
        }
    }
}

ForeignHistory history(ForeignTable& table, const Conversion& files) {
    const auto rows = table.select("version_num", "order by version_num");
    ForeignHistory result;
    std::set<std::string> applied;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        add_with_all_before(text_of(rows, row, 0), files, applied);
    }
    for (const auto& migration : files.migrations) {
        if (applied.erase(migration.key) > 0) {
            result.applied.push_back({.key = migration.key});
        }
    }
    for (const auto& id : applied) {
        result.applied.push_back({.key = id}); // has no file: whoever looks for one tells
    }
    return result;
}

} // namespace

Tool alembic() {
    return {
        .name = "alembic",
        .folders = {"alembic", "migrations", "."},
        .table = "alembic_version",
        .columns = {"version_num"},
        .convert = convert,
        .history = history};
}

} // namespace runner::foreign
