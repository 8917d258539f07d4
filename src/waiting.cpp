#include "pg/waiting.hpp"

#include "connect/server.hpp"
#include "discover/sources.hpp"
#include "plan/lookup.hpp"
#include "record/history_store.hpp"

#include <runner/waiting.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <string>
#include <utility>

namespace runner {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// What is waited for.
struct Wanted {
    Version version;
    std::string label; ///< as a person calls it
    std::string name;  ///< that it has to have; empty: any
    Sources sources;   ///< nothing when a version was named: who waits may have no files
};

/// Many of us wait at the same time, for minutes.
std::chrono::milliseconds pause_between_looks() {
    static thread_local std::minstd_rand random{std::random_device{}()};
    return std::chrono::milliseconds(std::uniform_int_distribution<int>(300, 700)(random));
}

/// The migrating job may still create the database, or grant the right to look.
bool may_come(const Error& error) {
    if (error.kind() == ErrorKind::connection && !error.server()) {
        return true;
    }
    // Starting up, shutting down, no slot; no such database, schema or table; no right.
    constexpr std::array<std::string_view, 8> passing = {
        "57P03", "57P01", "57P02", "53300", "3D000", "3F000", "42P01", "42501"};
    return error.server() && std::ranges::find(passing, error.server()->sqlstate) != passing.end();
}

Wanted wanted_from(const Options& options, const Target& target) {
    if (target.kind == Target::Kind::version) {
        const auto& digits = target.version.digits;
        return {
            target.version,
            target.name.empty() ? digits : digits + "_" + target.name,
            target.name,
            {}};
    }
    if (target.kind != Target::Kind::standard) {
        throw Error(ErrorKind::usage, "only a version or the newest file can be waited for");
    }
    auto sources = discover(options);
    if (sources.migrations.empty()) {
        Error error(
            ErrorKind::usage, "there is no migration to wait for in " + options.migrations.string()
        );
        error.say_advice("name a version, or the folder: --dir DIR");
        throw error;
    }
    const auto& newest = sources.migrations.back();
    return {newest.version, newest.label(), {}, std::move(sources)};
}

/// A session that is made anew when it is lost.
class Onlooker {
public:
    Onlooker(const Options& options, Observer& observer) : options_(options), observer_(observer) {}

    History look() {
        try {
            if (!store_) {
                if (!server_) {
                    server_.emplace(options_, observer_);
                }
                connection_.emplace(server_->connect(0ms));
                store_.emplace(*connection_, options_.history_schema, options_.store_limit);
            }
            return store_->load();
        } catch (const Error&) {
            store_.reset();
            connection_.reset();
            throw;
        }
    }

private:
    const Options& options_;
    Observer& observer_;
    std::optional<Server> server_;
    std::optional<pg::Connection> connection_;
    std::optional<HistoryStore> store_;
};

/// What is missing; empty when nothing is.
std::string missing(const History& history, const Wanted& wanted) {
    if (!history.exists) {
        return "nothing has migrated this database yet";
    }
    if (!history.journal.empty()) {
        const auto& entry = history.journal.front();
        return entry.name + (entry.running ? " is being carried out" : " has stopped half way");
    }
    const auto& rows = history.migrations;
    const auto row = std::ranges::find(rows, wanted.version, &Applied::version);
    if (row == rows.end()) {
        return rows.empty() ? "nothing is applied"
                            : label_of(wanted.sources, rows.back()) + " is the current version";
    }
    if (!wanted.name.empty() && row->name != wanted.name) {
        throw Error(
            ErrorKind::usage,
            fmt::format(
                "migration {} is {}_{} here, not {}",
                row->version.digits,
                row->version.digits,
                row->name,
                wanted.label
            )
        );
    }
    return {};
}

} // namespace

Awaited wait_for_migration(
    const Options& options,
    Observer& observer,
    const Target& target,
    std::chrono::milliseconds patience
) {
    const auto wanted = wanted_from(options, target);
    const auto until = Clock::now() + patience;
    Onlooker onlooker(options, observer);
    for (std::string told;;) {
        std::string reason;
        try {
            const auto history = onlooker.look();
            reason = missing(history, wanted);
            if (reason.empty()) {
                return {
                    wanted.label,
                    *std::ranges::find(history.migrations, wanted.version, &Applied::version)};
            }
        } catch (const Error& error) {
            if (!may_come(error)) {
                throw;
            }
            reason = error.what();
        }
        if (Clock::now() >= until) {
            Error over(ErrorKind::lock, wanted.label + " was not applied in time: " + reason);
            over.say_state("nothing was done");
            over.say_advice("look at the job that migrates, or wait longer with --wait");
            throw over;
        }
        if (reason != told) {
            observer.remark("waiting until " + wanted.label + " is applied: " + reason);
            told = reason;
        }
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
        pg::sleep(std::clamp(left, 0ms, pause_between_looks()), options.interrupt);
    }
}

} // namespace runner
