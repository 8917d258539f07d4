// What a scratch database takes over from the one it stands for.
#pragma once

#include "pg/connection.hpp"
#include "scratch/scratch_server.hpp"

#include <runner/error.hpp>
#include <runner/observer.hpp>
#include <runner/options.hpp>

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace runner::scratch {

/// Its user, its name, and the names of the server's roles.
[[nodiscard]] Likeness likeness_of(pg::Connection& target);

/// Those that are installed in it.
[[nodiscard]] std::vector<std::string> extensions_of(pg::Connection& target);

/// A remark when the scratch server lacks some of them.
void tell_lacking(
    ScratchServer& server, const std::vector<std::string>& extensions, Observer& observer
);

/// A remark when the two print a schema in the words of different major versions.
void tell_other_version(ScratchServer& server, const pg::Connection& target, Observer& observer);

/// Options for running files there: no hooks, no waiting, every migration in its turn. The database
/// is the caller's to name.
[[nodiscard]] Options scratch_options(const Options& options);

/// Where `error` says that a role does not exist and it can be made: makes it, notes it, and
/// returns true, so that the caller tries again.
bool create_missing_role(ScratchServer& server, const Error& error, std::set<std::string>& made);

/// Runs `action` until no role is missing that can be made.
void run_with_roles(ScratchServer& server, const std::function<void()>& action);

} // namespace runner::scratch
