// What the caller decides. Every default is the documented default of the command line.
#pragma once

#include <runner/hooks.hpp>
#include <runner/interrupt.hpp>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace runner {

struct Options {
    /// What to do about a pending migration whose number is below an applied one.
    enum class Late { error, apply, warn };
    /// What to do when the newest applied versions have no files here: an older image is starting.
    enum class Ahead { ok, warn, error };
    /// When what was applied is on disk: once for all at the end of a run (a crash of the server
    /// can take the last migrations away, each together with its history row), or after each.
    enum class Durable { run, each };

    /// Anything libpq takes, or `embedded:DIR`; empty: libpq's own PG* variables.
    std::string database_url;
    std::filesystem::path migrations = "migrations";
    std::filesystem::path seeds = "seeds";
    /// Schema of the history tables, created on first use.
    std::string history_schema = "runner";
    /// Name of the environment, for `@env`; empty: none.
    std::string environment;
    bool require_down = false;
    /// What would apply needs a runner.sum that fits the files; see integrity.hpp.
    bool require_sum = false;
    /// Whether what writes migration files keeps runner.sum, too.
    bool sum = true;
    Late late = Late::error;
    Ahead ahead = Ahead::warn;
    /// Text of a script up to this many bytes is kept in the history, of larger ones only hashes.
    std::size_t store_limit = std::size_t{1} << 20;

    /// How long to wait for the server to accept connections.
    std::chrono::milliseconds wait{0};
    /// How long to wait for another runner.
    std::chrono::milliseconds lock_wait = std::chrono::minutes{5};
    /// Per attempt, for locks on tables; 0 waits for ever.
    std::chrono::milliseconds lock_timeout = std::chrono::seconds{5};
    /// How often a transactional script is tried again after lock_timeout.
    int lock_retries = 10;
    /// 0: none.
    std::chrono::milliseconds statement_timeout{0};
    Durable durable = Durable::run;
    /// All steps of a run in one transaction.
    bool atomic = false;
    /// Whether it is found out what migrations and repeatables change in the schema; see
    /// changes.hpp.
    bool changes = true;
    /// SET ROLE after connecting; empty: the session's own.
    std::string role;
    /// Search path the scripts start with; empty: the session's own.
    std::string search_path;
    /// Values for the names that files declare with `@vars`. Never stored or shown.
    std::map<std::string, std::string, std::less<>> variables;
    /// What runs before, between and after the steps.
    Hooks hooks;

    /// Outlives every call; null: nothing can interrupt.
    Interrupt* interrupt = nullptr;
};

} // namespace runner
