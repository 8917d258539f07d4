// What the rules of a plan are made of.
#pragma once

#include <runner/history.hpp>
#include <runner/migration.hpp>
#include <runner/plan.hpp>

#include <map>
#include <string>

namespace runner {

using AppliedByVersion = std::map<Version, const Applied*>;

/// Points into the history.
[[nodiscard]] AppliedByVersion by_version(const History& history);

/// Null when there is none.
[[nodiscard]] const Migration* find_migration(const Sources& sources, const Version& version);
[[nodiscard]] const Repeatable* find_repeatable(const Sources& sources, const std::string& name);

/// As the file writes it; the name in the row when the file is gone.
[[nodiscard]] std::string label_of(const Sources& sources, const Applied& applied);
/// The bare number when there is no such file.
[[nodiscard]] std::string label_of(const Sources& sources, const Version& version);

/// Throws Error{usage}: "there is no `where` migration".
[[noreturn]] void refuse_unknown(const Version& version, const char* where);

/// What was pasted from somewhere must still be what it says: throws Error{usage} when the target's
/// name is neither the file's nor the row's. Either may be null.
void check_target_name(const Target& target, const Migration* file, const Applied* row);

/// The message begins with the label.
[[nodiscard]] Problem problem(
    Problem::Kind kind,
    const Version& version,
    const std::string& label,
    std::string message,
    std::string advice
);

} // namespace runner
