#include "review/renumbering.hpp"

#include "parse/parser.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <tuple>
#include <utility>

namespace runner {
namespace {

using Kind = MigrationFileName::Kind;

/// An up file, and what goes with it.
struct Group {
    std::string label;
    std::string digits;
    std::string name;
    Version version;
    std::int64_t committed = 0;
    bool fixed = false;
    Version target;
};

std::string plus_one(std::string digits) {
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
        if (*digit != '9') {
            ++*digit;
            return digits;
        }
        *digit = '0';
    }
    return "1" + digits;
}

std::string label_with(const Version& version, std::size_t width, const std::string& name) {
    const auto& digits = version.digits;
    const auto zeros = digits.size() < width ? width - digits.size() : 0;
    return std::string(zeros, '0') + digits + "_" + name;
}

class Renumberer {
public:
    explicit Renumberer(const Numbers& numbers) : numbers_(numbers) {
        for (const auto& [file, facts] : numbers.here) {
            if (facts.name.kind == Kind::up) {
                add_group(facts);
            }
        }
        // Within one version the one that stays comes first.
        std::sort(groups_.begin(), groups_.end(), [](const Group& a, const Group& b) {
            return std::tuple(a.version, !a.fixed, a.committed, a.label) <
                   std::tuple(b.version, !b.fixed, b.committed, b.label);
        });
        highest_ = newest_taken();
        for (const auto& group : groups_) {
            highest_ = std::max(highest_, group.version);
        }
    }

    Renumbering renumber() {
        if (numbers_.keep_order) {
            move_in_order();
        } else {
            move_behind();
        }
        note_overtaken();
        for (const auto& group : groups_) {
            if (group.target != group.version) {
                result_.moves.push_back(move_of(group));
            }
        }
        std::sort(
            result_.moves.begin(),
            result_.moves.end(),
            [](const Renumbered& a, const Renumbered& b) { return a.version < b.version; }
        );
        change_references();
        return std::move(result_);
    }

private:
    void add_group(const TreeFile& facts) {
        Group group;
        group.digits = facts.name.digits;
        group.name = facts.name.name;
        group.label = group.digits + "_" + group.name;
        group.version = facts.version;
        group.target = facts.version;
        const auto committed = numbers_.committed.find(group.label);
        group.committed = committed != numbers_.committed.end()
                              ? committed->second
                              : std::numeric_limits<std::int64_t>::max();
        group.fixed = numbers_.fixed.contains(group.label);
        groups_.push_back(std::move(group));
    }

    [[nodiscard]] Version newest_taken() const {
        return numbers_.taken.empty() ? Version{} : *numbers_.taken.rbegin();
    }

    /// The first free number above `last`, in the style of the group.
    [[nodiscard]] Version above(const Version& last, const Group& group) const {
        constexpr std::size_t timestamp_digits = 14;
        const Version next{plus_one(last.digits)};
        return group.digits.size() == timestamp_digits && numbers_.clock
                   ? std::max(next, *numbers_.clock)
                   : next;
    }

    /// Whoever is late or has a number that another one keeps.
    [[nodiscard]] bool has_to_move(const Group& group, const Group* before) const {
        if (group.fixed) {
            return false;
        }
        const bool late = numbers_.late && group.version < newest_taken();
        const bool second = before != nullptr && before->version == group.version;
        return late || second || numbers_.taken.contains(group.version);
    }

    void move_in_order() {
        // The newest number that another one keeps, with or without a file here.
        auto last = numbers_.late ? newest_taken() : Version{};
        for (auto& group : groups_) {
            if (group.fixed) {
                continue;
            }
            const bool free = last < group.version && !numbers_.taken.contains(group.version);
            if (!free) {
                group.target = above(numbers_.late ? last : std::max(last, highest_), group);
            }
            last = group.target;
        }
    }

    void move_behind() {
        auto last = highest_;
        const Group* before = nullptr;
        for (auto& group : groups_) {
            if (has_to_move(group, before)) {
                group.target = above(last, group);
                last = group.target;
            }
            before = &group;
        }
    }

    /// Whoever ran behind a migration that moved now runs in front of it.
    void note_overtaken() {
        for (const auto& moved : groups_) {
            for (const auto& other : groups_) {
                if (moved.target != moved.version && !other.fixed &&
                    moved.version < other.version && other.target < moved.target) {
                    result_.remarks.push_back(fmt::format(
                        "{} will run in front of {} now; --base BRANCH keeps the order of a branch",
                        other.label,
                        label_with(moved.target, moved.digits.size(), moved.name)
                    ));
                }
            }
        }
    }

    [[nodiscard]] Renumbered move_of(const Group& group) const {
        Renumbered move;
        move.version = group.target;
        move.from = group.label;
        move.to = label_with(group.target, group.digits.size(), group.name);
        // The up file last: as long as it has its old number, another try moves the rest.
        constexpr std::array endings = {
            std::pair(Kind::verify, ".verify.sql"),
            std::pair(Kind::down, ".down.sql"),
            std::pair(Kind::up, ".up.sql")};
        for (const auto& [kind, ending] : endings) {
            for (const auto& [file, facts] : numbers_.here) {
                const bool goes_along = facts.name.kind == kind && facts.version == group.version &&
                                        facts.name.name == group.name;
                if (goes_along && (kind != Kind::up || facts.name.digits == group.digits)) {
                    move.files.emplace_back(file, move.to + ending);
                }
            }
        }
        return move;
    }

    /// What a name in `@depends` is called from now on; empty: as before.
    std::string renamed(const std::string& name, const std::string& file) {
        const auto digits = name.substr(0, name.find('_'));
        const auto version = Version::from(digits);
        if (!version) {
            return {};
        }
        const Group* found = nullptr;
        bool clear = true;
        for (const auto& group : groups_) {
            const bool meant = group.version == *version &&
                               (digits == name || name.substr(digits.size() + 1) == group.name);
            if (!meant || group.fixed) {
                continue;
            }
            clear = clear && found == nullptr;
            found = &group;
        }
        if (found == nullptr || (clear && found->target == found->version)) {
            return {};
        }
        if (!clear) {
            result_.remarks.push_back(fmt::format(
                "{}: @depends names {}, and two had that number: check which one is meant",
                file,
                name
            ));
            return {};
        }
        return label_with(found->target, found->digits.size(), found->name);
    }

    /// The text with its references to what moves, as labels: those stay right when a run that was
    /// cut short is made again.
    void change_references() {
        for (const auto& [file, facts] : numbers_.here) {
            const auto label = facts.name.digits + "_" + facts.name.name;
            const bool up = facts.name.kind == Kind::up && !numbers_.fixed.contains(label);
            if (!up && facts.name.kind != Kind::repeatable) {
                continue;
            }
            std::string text(facts.text.view());
            bool changed = false;
            auto depends = dependencies(facts);
            for (auto each = depends.rbegin(); each != depends.rend(); ++each) {
                const auto now = renamed(each->name, file);
                if (!now.empty()) {
                    text.replace(each->offset, each->name.size(), now);
                    changed = true;
                }
            }
            if (changed) {
                result_.changes.push_back({file, std::move(text)});
            }
        }
    }

    static std::vector<Dependency> dependencies(const TreeFile& facts) {
        try {
            const auto kind = facts.name.kind == Kind::up ? ScriptKind::up : ScriptKind::repeatable;
            return read_script(facts.path, facts.text, kind).header.depends;
        } catch (const Error&) {
            return {}; // what cannot be read is told by whoever is about to run it
        }
    }

    const Numbers& numbers_;
    std::vector<Group> groups_;
    Version highest_;
    Renumbering result_;
};

} // namespace

Renumbering renumber_files(const Numbers& numbers) {
    return Renumberer(numbers).renumber();
}

} // namespace runner
