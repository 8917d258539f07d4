// One runner at a time.
#pragma once

#include "pg/connection.hpp"
#include "pg/lock_holder.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace runner::pg {

/// Held from construction to destruction, or until the connection dies.
///
/// Waits by asking again, never inside pg_advisory_lock(): a session blocked there holds a
/// snapshot, CREATE INDEX CONCURRENTLY in the session that has the lock waits for that snapshot,
/// and the server ends the circle by failing one of them with deadlock_detected.
class AdvisoryLock {
public:
    /// Called after each refusal with the time waited so far and who holds the lock.
    using Waiting = std::function<void(std::chrono::milliseconds, std::string_view)>;

    /// SQL that asks once and yields true or false.
    [[nodiscard]] static std::string try_sql(std::int64_t key);

    /// `taken`: the first answer to try_sql(), when somebody has asked already. Throws Error{lock}
    /// when `patience` is over.
    AdvisoryLock(
        Connection& connection,
        std::int64_t key,
        std::chrono::milliseconds patience,
        const Waiting& waiting,
        bool taken = false
    );
    ~AdvisoryLock();
    AdvisoryLock(const AdvisoryLock&) = delete;
    AdvisoryLock& operator=(const AdvisoryLock&) = delete;

    /// SQL that yields true while this session holds the lock: a script may have released it.
    [[nodiscard]] std::string still_held_sql() const;

private:
    [[nodiscard]] bool try_once();
    /// Empty when it has let go meanwhile, or is a prepared transaction.
    [[nodiscard]] std::optional<LockHolder> holder();

    Connection& connection_;
    std::int64_t key_;
};

} // namespace runner::pg
