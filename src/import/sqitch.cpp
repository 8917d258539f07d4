// sqitch: a plan with names, deploy/, revert/ and verify/ with a script for each; a registry schema
// with a row for each deployed change. The numbers are the places in the plan.
#include "import/foreign_files.hpp"
#include "import/naming.hpp"
#include "import/text_changes.hpp"
#include "import/tool.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>

namespace runner::foreign {
namespace {

namespace fs = std::filesystem;

struct Change {
    std::string name;
    std::string file;                  ///< "name", or "name@tag" of one that was reworked later
    std::vector<std::string> required; ///< "name" or "name@tag"
    std::vector<std::string> tags_behind;
    std::size_t line = 0;
};

struct Plan {
    std::string project;
    std::vector<Change> changes;
};

/// "[accounts flags@v1 !conflict other:change]" behind a change's name. What conflicts is no
/// requirement, and what another project has made has no number here.
std::vector<std::string> requirements(std::string_view words) {
    std::vector<std::string> names;
    const auto before_note = words.substr(0, words.find('#'));
    const auto open = before_note.find('[');
    const auto close = before_note.find(']');
    if (open == std::string_view::npos || close == std::string_view::npos) {
        return names;
    }
    auto list = before_note.substr(open + 1, close - open - 1);
    while (!(list = trimmed(list)).empty()) {
        const auto name = list.substr(0, list.find_first_of(" \t"));
        list.remove_prefix(name.size());
        if (name.front() != '!' && name.find(':') == std::string_view::npos) {
            names.emplace_back(name);
        }
    }
    return names;
}

Plan read_plan(const fs::path& path) {
    Plan plan;
    const auto text = read_file(path);
    for (const auto& line : lines_of(text)) {
        const auto words = trimmed(line.text);
        constexpr std::string_view project = "%project=";
        if (words.starts_with(project)) {
            plan.project = words.substr(project.size());
        }
        if (words.empty() || words.front() == '%' || words.front() == '#') {
            continue;
        }
        const std::string name(words.substr(0, words.find_first_of(" \t")));
        if (name.front() == '@') {
            if (!plan.changes.empty()) {
                plan.changes.back().tags_behind.push_back(name);
            }
        } else {
            plan.changes.push_back({name, name, requirements(words), {}, line.number});
        }
    }
    return plan;
}

/// A change that stands in the plan again has been reworked: its old scripts bear the first tag
/// between the two.
void name_reworked(Plan& plan) {
    for (std::size_t at = 0; at < plan.changes.size(); ++at) {
        std::string tag;
        for (auto later = at; later < plan.changes.size(); ++later) {
            if (later > at && plan.changes[later].name == plan.changes[at].name) {
                plan.changes[at].file += tag;
                break;
            }
            if (tag.empty() && !plan.changes[later].tags_behind.empty()) {
                tag = plan.changes[later].tags_behind.front();
            }
        }
    }
}

/// The scripts of one change.
class Scripts {
public:
    explicit Scripts(fs::path top) : top_(std::move(top)) {}

    [[nodiscard]] std::optional<Part> read(const char* folder, const Change& change) const {
        const auto path = top_ / folder / (change.file + ".sql");
        if (!fs::exists(path)) {
            return std::nullopt;
        }
        return Part{path, read_file(path)};
    }

    /// A verify script opens a transaction and rolls it back; ours run in the one of the change.
    [[nodiscard]] std::optional<Part> read_verify(const Change& change) const {
        auto part = read("verify", change);
        if (!part) {
            return part;
        }
        std::string text;
        for (const auto& line : lines_of(part->text)) {
            auto words = trimmed(line.text);
            words = trimmed(words.substr(0, words.find(';')));
            if (!same_words(words, "BEGIN") && !same_words(words, "ROLLBACK")) {
                text += line.full;
            }
        }
        part->text = tidied(text);
        return has_statements(part->text) ? part : std::nullopt;
    }

private:
    fs::path top_;
};

std::string number_of(std::size_t at) {
    return fmt::format("{:03}", at + 1);
}

/// As @depends, on the numbers of the changes that are meant: the last of that name before it and,
/// with a tag, before that. What is not there cannot be meant.
std::vector<std::string> header_of(const std::vector<Change>& changes, std::size_t at) {
    std::string numbers;
    for (const auto& required : changes[at].required) {
        const auto sign = required.find('@');
        const auto name = std::string_view(required).substr(0, sign);
        const auto tag = sign == std::string::npos ? std::string() : required.substr(sign);
        bool behind_tag = !tag.empty();
        for (auto before = at; before-- > 0;) {
            const auto& change = changes[before];
            behind_tag = behind_tag &&
                         std::ranges::find(change.tags_behind, tag) == change.tags_behind.end();
            if (!behind_tag && change.name == name) {
                numbers += (numbers.empty() ? "" : ", ") + number_of(before);
                break;
            }
        }
    }
    return numbers.empty() ? std::vector<std::string>() : std::vector{"-- @depends: " + numbers};
}

Conversion convert(const fs::path& folder) {
    const auto path = folder / "sqitch.plan";
    if (!fs::exists(path)) {
        Error error(ErrorKind::usage, fmt::format("there is no {}", path.string()));
        error.say_state("nothing was done");
        error.say_advice("name the folder with the plan, and deploy/ and revert/, with --from");
        throw error;
    }
    auto plan = read_plan(path);
    name_reworked(plan);
    Conversion result;
    result.project = plan.project;
    const Scripts scripts(folder);
    std::map<std::string, int> times;
    for (std::size_t at = 0; at < plan.changes.size(); ++at) {
        const auto& change = plan.changes[at];
        auto deploy = scripts.read("deploy", change);
        if (!deploy) {
            result.remarks.push_back(remark(
                fmt::format(
                    "{} has no deploy script here: what stands for it refuses to run", change.name
                ),
                path,
                change.line
            ));
            deploy = Part{path, placeholder(change.name, "has no deploy script")};
        }
        deploy->header = header_of(plan.changes, at);
        result.migrations.push_back(
            {.key = fmt::format("{} {}", change.name, ++times[change.name]),
             .digits = number_of(at),
             .name = change.name,
             .up = std::move(*deploy),
             .down = scripts.read("revert", change),
             .verify = scripts.read_verify(change)}
        );
    }
    return result;
}

ForeignHistory history(ForeignTable& table, const Conversion& files) {
    const auto rows = table.select(
        fmt::format("change, {}, committer_name, project", microseconds_sql("committed_at")),
        "order by committed_at"
    );
    ForeignHistory result;
    std::map<std::string, int> times;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        if (rows.value(row, 3) != files.project) {
            continue; // a registry may serve several projects
        }
        const auto name = text_of(rows, row, 0);
        result.applied.push_back(
            {.key = fmt::format("{} {}", name, ++times[name]),
             .applied_at = instant_of(rows, row, 1),
             .applied_by = text_of(rows, row, 2)}
        );
    }
    return result;
}

} // namespace

Tool sqitch() {
    return {
        .name = "sqitch",
        .folders = {".", "sqitch", "db"},
        .table = "changes",
        .schema = "sqitch",
        .columns = {"change_id", "change", "project", "committed_at", "committer_name"},
        .convert = convert,
        .history = history};
}

} // namespace runner::foreign
