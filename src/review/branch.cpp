// What the base has added since the two parted counts as there (a merge brings it), and what it has
// changed since then is not held against this branch.
#include "review/branch.hpp"

#include "parse/parser.hpp"
#include "plan/diff.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace runner {
namespace {

using Kind = MigrationFileName::Kind;

constexpr const char* new_migration =
    "put the file back as it was and make the change in a new migration: runner new NAME";

bool is_up(const TreeFile& file) {
    return file.name.kind == Kind::up;
}

const TreeFile* find(const Tree& tree, const std::string& file) {
    const auto found = tree.find(file);
    return found == tree.end() ? nullptr : &found->second;
}

std::optional<Script> script_of(const TreeFile& file) {
    try {
        return read_script(file.path, file.text, is_up(file) ? ScriptKind::up : ScriptKind::down);
    } catch (const Error&) {
        return std::nullopt; // what cannot be read is told elsewhere
    }
}

bool same_tokens(const TreeFile& one, const TreeFile& other) {
    const auto fingerprint = [](const TreeFile& file) -> std::optional<Checksum> {
        try {
            const auto script = script_of(file);
            return script ? std::optional(read_body(*script).fingerprint) : std::nullopt;
        } catch (const Error&) {
            return std::nullopt;
        }
    };
    const auto first = fingerprint(one);
    return first && first == fingerprint(other);
}

class Reviewer {
public:
    Reviewer(const Branches& branches, Options::Late late) : branches_(branches), late_(late) {
        for (const auto& [file, facts] : branches.base_now) {
            if (is_up(facts) && (!newest_ || *newest_ < facts.version)) {
                newest_ = facts.version;
            }
        }
        for (const auto& [file, facts] : branches.here) {
            const auto script =
                is_up(facts) && base_of(file) == nullptr ? script_of(facts) : std::nullopt;
            if (script && !script->header.replaces.empty()) {
                replacements_.insert(file);
                for (const auto& entry : script->header.replaces) {
                    replaced_.emplace(entry.label(), entry.checksum);
                }
            }
        }
    }

    Review review() {
        for (const auto& [file, facts] : branches_.here) {
            const auto* base = base_of(file);
            if (facts.name.kind != Kind::up && facts.name.kind != Kind::down) {
                continue;
            }
            if (base != nullptr) {
                look_at_known(file, facts, *base);
                continue;
            }
            look_at_text(facts);
            if (is_up(facts)) {
                look_at_new(file, facts);
            }
        }
        for (const auto& [file, facts] : branches_.base_at_fork) {
            const bool counts = facts.name.kind == Kind::up || facts.name.kind == Kind::down;
            if (counts && find(branches_.here, file) == nullptr &&
                find(branches_.base_now, file) != nullptr && !is_replaced(facts)) {
                add(Problem::Kind::removed, facts, removal(file, facts), back_advice());
            }
        }
        return std::move(review_);
    }

private:
    [[nodiscard]] const TreeFile* base_of(const std::string& file) const {
        const auto* now = find(branches_.base_now, file);
        return now != nullptr ? now : find(branches_.base_at_fork, file);
    }

    /// A new file here says `@replaces` with what the base has.
    [[nodiscard]] bool is_replaced(const TreeFile& facts) const {
        const auto found = replaced_.find(facts.name.digits + "_" + facts.name.name);
        return found != replaced_.end() && (!is_up(facts) || found->second == facts.checksum);
    }

    static std::string back_advice() {
        return "bring the file back; to undo a migration, write a new one: runner new NAME";
    }

    Problem&
    add(Problem::Kind kind, const TreeFile& file, std::string message, std::string advice) {
        auto& list = kind == Problem::Kind::cosmetic ||
                             (kind == Problem::Kind::late && late_ == Options::Late::warn)
                         ? review_.notices
                         : review_.problems;
        return list.emplace_back(Problem{
            .kind = kind,
            .version = file.version,
            .label = file.name.digits + "_" + file.name.name,
            .message = std::move(message),
            .advice = std::move(advice),
            .diff = {},
            .location = Location{file.path, {0, 0}, {}}});
    }

    void look_at_known(const std::string& file, const TreeFile& here, const TreeFile& base) {
        const auto* fork = find(branches_.base_at_fork, file);
        if (here.checksum == base.checksum ||
            (fork != nullptr && here.checksum == fork->checksum)) {
            return;
        }
        if (same_tokens(here, base)) {
            add(Problem::Kind::cosmetic,
                here,
                fmt::format(
                    "{} differs from that of {} in comments, layout or letter case only",
                    file,
                    branches_.base
                ),
                {});
            return;
        }
        auto& problem =
            add(Problem::Kind::edited,
                here,
                fmt::format("{} was edited, and is on {} already", file, branches_.base),
                new_migration);
        problem.diff = unified_diff(
            base.text.view(), here.text.view(), base.path.string(), here.path.string()
        );
        problem.location->position = first_difference(base.text, here.text);
    }

    /// The first line that differs, for whoever shows findings beside the lines.
    static Position first_difference(const Text& before, const Text& after) {
        const auto one = before.view();
        const auto other = after.view();
        const auto end = std::min(one.size(), other.size());
        const auto length = static_cast<std::ptrdiff_t>(end);
        const auto* at = std::mismatch(one.begin(), one.begin() + length, other.begin()).second;
        return {after.position(static_cast<std::size_t>(at - other.begin())).line, 1};
    }

    /// Whether it could run at all.
    void look_at_text(const TreeFile& facts) {
        try {
            static_cast<void>(read_body(read_script(
                facts.path, facts.text, is_up(facts) ? ScriptKind::up : ScriptKind::down
            )));
        } catch (const Error& error) {
            for (const auto& complaint : error.every_complaint()) {
                auto& problem =
                    add(Problem::Kind::malformed, facts, complaint.message, error.advice());
                if (complaint.location) {
                    problem.location = complaint.location;
                }
            }
        }
    }

    void look_at_new(const std::string& file, const TreeFile& facts) {
        if (const auto taken = rival(file, facts)) {
            add(Problem::Kind::duplicate, facts, *taken, renumber_advice());
        } else if (newest_ && facts.version < *newest_ && late_ != Options::Late::apply &&
                   !replacements_.contains(file)) {
            add(Problem::Kind::late,
                facts,
                fmt::format(
                    "{} is late: {} is on {} already", file, newest_->digits, branches_.base
                ),
                renumber_advice());
        }
        const auto down = fmt::format("{}_{}.down.sql", facts.name.digits, facts.name.name);
        const auto script = script_of(facts);
        if (find(branches_.here, down) == nullptr && script && !script->header.irreversible) {
            add(Problem::Kind::no_down,
                facts,
                file + " has no down file",
                "write one, or say why not at the top of the up file: -- @irreversible: reason");
        }
    }

    [[nodiscard]] std::string renumber_advice() const {
        return "give it the next free number: runner renumber --base " + branches_.base;
    }

    /// Why the version of a new up file is not free, once both branches are one.
    [[nodiscard]] std::optional<std::string>
    rival(const std::string& file, const TreeFile& facts) const {
        const auto clashes = [&](const auto& entry) {
            return entry.first != file && is_up(entry.second) &&
                   entry.second.version == facts.version;
        };
        const auto& theirs = branches_.base_now;
        const auto there = std::find_if(theirs.begin(), theirs.end(), [&](const auto& entry) {
            const bool removed_here = find(branches_.here, entry.first) == nullptr &&
                                      find(branches_.base_at_fork, entry.first) != nullptr;
            return clashes(entry) && !removed_here;
        });
        if (there != theirs.end()) {
            return fmt::format(
                "{}: version {} is taken on {} by {}",
                file,
                facts.version.digits,
                branches_.base,
                there->first
            );
        }
        const auto& ours = branches_.here;
        const auto here = std::find_if(ours.begin(), ours.end(), clashes);
        // Of two new ones only one is told: the other may stay.
        if (here != ours.end() && here->first < file) {
            return fmt::format(
                "{}: version {} is taken by {}", file, facts.version.digits, here->first
            );
        }
        return std::nullopt;
    }

    [[nodiscard]] std::string removal(const std::string& file, const TreeFile& facts) const {
        for (const auto& [name, other] : branches_.here) {
            if (other.checksum == facts.checksum && other.name.kind == facts.name.kind &&
                base_of(name) == nullptr) {
                return fmt::format(
                    "{} was renamed to {}, and is on {} already", file, name, branches_.base
                );
            }
        }
        return fmt::format("{} was removed, and is on {} already", file, branches_.base);
    }

    const Branches& branches_;
    Options::Late late_;
    std::optional<Version> newest_;
    std::set<std::string> replacements_; ///< new files that stand for others
    std::map<std::string, Checksum> replaced_;
    Review review_;
};

} // namespace

Review review_branch(const Branches& branches, Options::Late late) {
    return Reviewer(branches, late).review();
}

} // namespace runner
