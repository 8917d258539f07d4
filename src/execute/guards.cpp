// A guard is a text that is cast to a boolean when it is known: 'true', or a word that is none. The
// server's complaint then quotes that word, in whatever language.
#include "execute/guards.hpp"

#include <spdlog/fmt/fmt.h>

#include <array>
#include <string_view>
#include <utility>

namespace runner {
namespace {

constexpr std::string_view somebody_is_at_it = "runner:somebody is at it";
constexpr std::string_view somebody_did_it = "runner:somebody did it";
constexpr std::string_view transaction_left = "runner:transaction left";
constexpr std::string_view lock_released = "runner:lock released";

// pg_locks shows a 64-bit key as its two halves.
std::string holds(std::int64_t key) {
    const auto bits = static_cast<std::uint64_t>(key);
    return fmt::format(
        "l.classid operator(pg_catalog.=) {}::pg_catalog.oid and "
        "l.objid operator(pg_catalog.=) {}::pg_catalog.oid",
        bits >> 32U,
        bits & 0xFFFFFFFFU
    );
}

} // namespace

Guards::Guards(std::optional<std::int64_t> lock, std::int64_t transaction_lock, std::string schema)
    : transaction_lock_(transaction_lock), schema_(std::move(schema)) {
    const auto unless_held = [](std::int64_t key, std::string_view word) {
        return fmt::format(
            "when pg_catalog.count(*) filter (where {}) operator(pg_catalog.=) 0::pg_catalog.int8 "
            "then '{}' ",
            holds(key),
            word
        );
    };
    closing_sql_ = fmt::format(
        "(select case {}{}else 'true' end from pg_catalog.pg_locks l where l.locktype "
        "operator(pg_catalog.=) 'advisory'::pg_catalog.text and l.granted and l.objsubid "
        "operator(pg_catalog.=) 1::pg_catalog.int2 and l.pid operator(pg_catalog.=) "
        "pg_catalog.pg_backend_pid())::pg_catalog.bool",
        unless_held(transaction_lock, transaction_left),
        lock ? unless_held(*lock, lock_released) : std::string()
    );
}

std::string Guards::opening_sql(Step::Action action, std::string_view version) const {
    auto sql = fmt::format(
        "(case when not pg_catalog.pg_try_advisory_xact_lock({}::pg_catalog.int8) then '{}' ",
        transaction_lock_,
        somebody_is_at_it
    );
    if (action == Step::Action::apply || action == Step::Action::revert) {
        sql += fmt::format(
            "when {} exists (select from {}.migration where version operator(pg_catalog.=) "
            "{}) then '{}' ",
            action == Step::Action::apply ? "" : "not",
            schema_,
            version,
            somebody_did_it
        );
    }
    return sql + "else 'true' end)::pg_catalog.bool";
}

std::optional<Error> Guards::meaning(const Error& error) {
    const auto says = [&](std::string_view word) {
        return error.server() && error.server()->message.find(word) != std::string::npos;
    };
    if (says(somebody_is_at_it) || says(somebody_did_it)) {
        Error taken(ErrorKind::lock, "another runner is at work on this database");
        taken.say_advice("run it again: what the other one has done is not done twice");
        return taken;
    }
    if (says(lock_released)) {
        Error released(ErrorKind::statement, "the runner's lock is gone: the script released it");
        released.say_advice("take pg_advisory_unlock_all() or DISCARD ALL out of the script");
        return released;
    }
    if (says(transaction_left)) {
        Error left(ErrorKind::statement, "a statement ended the transaction it ran in");
        left.say_advice(
            "take COMMIT and ROLLBACK out of what the script calls, or write @transaction: none"
        );
        return left;
    }
    return std::nullopt;
}

} // namespace runner
