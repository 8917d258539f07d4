// What will be done, as plain data: a plan can be printed, compared and tested without a database.
#pragma once

#include <runner/history.hpp>
#include <runner/migration.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace runner {

/// Where to go. The default is all the way up, or one step down.
struct Target {
    enum class Kind { standard, count, version, base };

    Kind kind = Kind::standard;
    std::size_t count = 0; ///< with Kind::count: `+N` or `-N`
    Version version;       ///< with Kind::version
    /// With Kind::version, where the caller has it: "add_users" of "007_add_users". What goes by
    /// another name is refused.
    std::string name = {};
};

/// One planned action, complete by itself: it carries its script.
struct Step {
    enum class Action { apply, revert, seed, repeat };

    Action action = Action::apply;
    Version version;   ///< see has_version()
    std::string label; ///< "007_add_users"; the name of a seed or a repeatable
    std::string name;  ///< without the number
    Script script;
    /// apply: the down file, kept in the history so that any image can go back.
    std::optional<Script> down;
    /// apply: looks at what the script has done, before it is committed. Its text may not be read
    /// yet.
    std::optional<Script> verify;
    /// revert: the script is the text stored in the history, because the file is gone.
    bool from_history = false;
    /// seed: what to do with the file.
    Seed::Format format = Seed::Format::sql;
    std::string table_schema;
    std::string table;
    /// seed in CSV: schemas (or empty) and names of tables that are emptied first, together.
    std::vector<std::pair<std::string, std::string>> truncate;

    /// Seeds and repeatables have none.
    [[nodiscard]] bool has_version() const noexcept {
        return action == Action::apply || action == Action::revert;
    }
};

/// Where files and history disagree, or the caller asked for what cannot be.
struct Problem {
    enum class Kind {
        edited,
        missing,
        late,
        partial,
        irreversible,
        ahead,
        no_down,
        orphan,
        dependency,   ///< what a file depends on is not there when it is needed
        incompatible, ///< an applied migration says that these files are too old
        unknown,
        sum,       ///< runner.sum and a file disagree
        duplicate, ///< two files with one version
        removed,   ///< was there on the branch that is compared with
        malformed, ///< a file that cannot be read, or with a name that does not fit
        cosmetic   ///< edited in comments, layout or letter case only
    };

    Kind kind = Kind::edited;
    Version version;
    std::string label;
    std::string message;
    std::string advice;
    std::string diff; ///< edited: unified, stored text against the file; empty when not stored
    std::optional<Location> location = std::nullopt; ///< the file, where it is about one
};

struct Plan {
    std::vector<Step> steps;
    std::vector<Problem> problems;    ///< any of these stops a command that would act
    std::vector<std::string> notices; ///< worth saying, in the way of nothing

    [[nodiscard]] bool empty() const noexcept { return steps.empty(); }
};

} // namespace runner
