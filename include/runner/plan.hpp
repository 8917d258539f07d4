// What will be done, as plain data: a plan can be printed, compared and tested without a database.
#pragma once

#include <runner/history.hpp>
#include <runner/migration.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace runner {

/// Where to go. The default is all the way up, or one step down.
struct Target {
    enum class Kind { standard, count, version, base };

    Kind kind = Kind::standard;
    std::size_t count = 0; ///< with Kind::count: `+N` or `-N`
    Version version;       ///< with Kind::version
};

/// One planned action, complete by itself: it carries its script.
struct Step {
    enum class Action { apply, revert, seed };

    Action action = Action::apply;
    Version version;
    std::string label; ///< "007_add_users"; a seed's name
    std::string name;  ///< without the number
    Script script;
    /// apply: the down file, kept in the history so that any image can go back.
    std::optional<Script> down;
    /// revert: the script is the text stored in the history, because the file is gone.
    bool from_history = false;
    /// seed: what to do with the file.
    Seed::Format format = Seed::Format::sql;
    std::string table_schema;
    std::string table;
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
        unknown
    };

    Kind kind = Kind::edited;
    Version version;
    std::string label;
    std::string message;
    std::string advice;
    std::string diff; ///< edited: unified, stored text against the file; empty when not stored
};

struct Plan {
    std::vector<Step> steps;
    std::vector<Problem> problems;    ///< any of these stops a command that would act
    std::vector<std::string> notices; ///< worth saying, in the way of nothing

    [[nodiscard]] bool empty() const noexcept { return steps.empty(); }
};

} // namespace runner
