// Whether migrations go back: up, down and up again in a scratch database, with a look at the
// catalog in between.
#pragma once

#include <runner/error.hpp>
#include <runner/observer.hpp>
#include <runner/options.hpp>
#include <runner/scratch.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

struct CheckFinding {
    enum class Kind {
        up_failed,
        down_failed,
        second_up_failed,
        down_differs,      ///< something is left, missing or changed behind down
        second_up_differs, ///< builds something else than the first one
        repeatable_failed, ///< also: on its second run
        repeatable_differs,
        seed_failed,
        seed_changes, ///< a second run of a seed changes something
    };

    Kind kind = Kind::up_failed;
    /// "007_email down leaves index `public.users_email_idx`". May hold text of the server or of
    /// files: escape it before showing it.
    std::string message;
    std::vector<std::string> details; ///< a line each
    std::optional<Location> location;
};

/// "down_differs"
[[nodiscard]] std::string_view check_name(CheckFinding::Kind kind);

/// One file, or pair of files, that was checked.
struct Checked {
    enum class Result {
        passed,
        found,
        irreversible, ///< only its up could be run
        unproved,     ///< a seed that cannot be run twice
        not_reached,  ///< a file before it does not run
    };

    std::string label; ///< "007_email"; the name of a repeatable or a seed
    Result result = Result::passed;
    std::string reason;    ///< irreversible, unproved, not_reached
    bool verified = false; ///< its verify script was run, each time
    std::vector<CheckFinding> findings;
    /// Worth saying, and no finding: rows that do not survive the way down.
    std::vector<std::string> notes;
    std::chrono::milliseconds took{0};
};

struct CheckRequest {
    /// Every migration instead of the pending ones. No database but the scratch one is needed then.
    bool all = false;
    ScratchOptions scratch;
    /// Called with each result when it is known; may be empty.
    std::function<void(const Checked&)> each;
};

/// Everything is run in scratch databases; of the real one only the history, the names of roles and
/// those of extensions are read. Hooks do not run. What fails or differs is a finding; throws Error
/// for what keeps the check itself from being made.
[[nodiscard]] std::vector<Checked>
check_migrations(const Options& options, Observer& observer, const CheckRequest& request);

[[nodiscard]] bool has_findings(const std::vector<Checked>& checked);

} // namespace runner
