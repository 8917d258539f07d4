// What a team needs so that nobody's files change unseen: runner.sum, the look at a branch
// before it is merged, free numbers, and changes of the history that a person decides about.
#pragma once

#include <runner/history.hpp>
#include <runner/observer.hpp>
#include <runner/options.hpp>
#include <runner/plan.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace runner {

/// How a file of the migrations folder compares with its line in runner.sum.
struct SumChange {
    enum class Kind { added, changed, removed };

    Kind kind = Kind::added;
    std::string file; ///< without its folder
};

struct SumReport {
    std::filesystem::path path; ///< of runner.sum
    bool written = false;       ///< false: it said all of this already
    std::vector<SumChange> changes;
    /// Why what was there before could not be compared: a merge that was not finished.
    std::string unreadable;
};

/// Writes runner.sum for the files that are there now, whatever it said before. Throws
/// Error{usage} when the folder is missing or cannot be written, Error{source} when a file cannot
/// be read.
SumReport write_sum(const Options& options);

/// Where runner.sum and the files disagree; empty, too, when there is no runner.sum.
[[nodiscard]] std::vector<Problem> verify_sum(const Options& options);

/// What a review of a branch finds.
struct Review {
    std::vector<Problem> problems;
    std::vector<Problem> notices; ///< worth saying, in the way of nothing
};

/// The files against a branch or commit that they are going to be merged into: edits and removals
/// of files that are there, versions that both give to different files, late numbers, missing down
/// files, files that could not run; and runner.sum, when it is there. Needs git and no database,
/// and runs nothing that the repository holds. Throws Error{usage} when `base` is no commit of the
/// repository that the migrations folder is in.
[[nodiscard]] Review verify_branch(const Options& options, const std::string& base);

/// An applied migration whose row does not fit its files.
struct Repair {
    enum class Kind {
        edited,
        cosmetic, ///< in comments, layout or letter case only
        missing,  ///< there is no file
    };

    Kind kind = Kind::edited;
    Applied row; ///< as it is before
    std::string label;
    /// Unified, stored text against the file; empty when no text was kept.
    std::string diff;
};

struct RepairRequest {
    std::vector<Version> versions; ///< empty: all
    /// Takes the rows of missing files out of the history; of what is newer than every file here
    /// only when it is named. Otherwise they are left.
    bool remove_missing = false;
};

struct RepairReport {
    std::vector<Repair> done;
    std::vector<Repair> left; ///< missing ones that were to stay
};

/// False ends the command.
using ApproveRepairs = std::function<bool(const std::vector<Repair>&)>;

/// Accepts the files as they are: the rows of edited migrations get the checksums and texts of
/// their files, all in one transaction under the runner's lock; the old rows stay in the event log.
/// Runs nothing. `approve` is asked before the lock is taken, and not when there is nothing to do.
/// Throws Error{usage} when a named version is not applied or the answer is no, Error{history} when
/// somebody else changed a row meanwhile.
RepairReport repair(
    const Options& options,
    Observer& observer,
    const RepairRequest& request,
    const ApproveRepairs& approve
);

/// A migration that was marked or unmarked.
struct Marked {
    Version version;
    std::string label;
};

/// Marks every migration up to `version`, or all without one, as applied without running it. What
/// is applied already stays as it is. Returns what was marked. Throws Error{usage} when there is no
/// such file, Error{partial} when one of them stopped half way.
std::vector<Marked>
baseline(const Options& options, Observer& observer, const std::optional<Version>& version);

using ApproveUnmarking = std::function<bool(const std::vector<Marked>&)>;

/// Takes the rows above `last` out of the history, so that it is the last applied migration; empty:
/// all of them. Nothing is reverted, and the next up() runs them again; the rows stay in the event
/// log. Returns what was unmarked, newest first. Throws Error{usage} when `last` is not applied or
/// the answer is no.
std::vector<Marked> remove_baseline(
    const Options& options,
    Observer& observer,
    const std::optional<Version>& last,
    const ApproveUnmarking& approve
);

/// A migration with another number: "004_add_users" -> "012_add_users".
struct Renumbered {
    Version version; ///< the new one
    std::string from;
    std::string to;
    /// Old and new names of its files, without the folder, in the order they are renamed.
    std::vector<std::pair<std::string, std::string>> files;
};

struct RenumberRequest {
    /// The branch the files will go into: what is there keeps its number, what is not is moved
    /// behind it in its own order. Empty: the history decides, unless `offline`.
    std::string base;
    bool offline = false; ///< no database: only clashes of files with each other are known
    bool dry_run = false;
};

struct RenumberReport {
    std::vector<Renumbered> moved;    ///< by new number
    std::vector<std::string> changed; ///< files whose `@depends` name a new number now
    std::vector<std::string> remarks;
};

/// Gives migrations with a late number, or one that another one has, the next free ones: all their
/// files, `@depends` of others, and runner.sum when it is there. What is applied or on the base
/// stays, and of two that are neither the one that was committed first. In a git repository tracked
/// files are moved as `git mv` does. A run that is cut short is finished by the next one. Throws
/// Error{source} for files that cannot be read, Error{usage} for a base that is none.
RenumberReport renumber(const Options& options, Observer& observer, const RenumberRequest& request);

/// The path below the top of the git repository that the file is in, or was in; as it is when it
/// is in none.
[[nodiscard]] std::filesystem::path path_in_repository(const std::filesystem::path& path);

} // namespace runner
