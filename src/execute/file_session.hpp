// The session while a script runs outside a transaction block.
//
// What a statement of it sets, search_path, role or work_mem, is there for the next one. What we
// write in between does not depend on it: every name is qualified, and role and timeouts are our
// own until the script goes on.
#pragma once

#include "execute/session.hpp"
#include "pg/connection.hpp"

#include <runner/error.hpp>
#include <runner/migration.hpp>

#include <string>

namespace runner {

class FileSession {
public:
    /// All of them outlive this.
    FileSession(pg::Connection& connection, const Session& session, const Script& script);

    /// As every script finds it, with the timeouts of its header.
    void start();
    /// As every script finds it, whatever state the session is in. Never throws: the connection may
    /// be gone, or an interrupt be on its way.
    void end() noexcept;

    /// `work` in a transaction of its own, with our role, durable whatever the script has set. When
    /// it throws, the transaction is rolled back.
    template <typename Work>
    void keep_books(const Work& work) {
        begin_books();
        try {
            work();
            return_to_script();
            connection_.commit();
        } catch (const Error&) {
            roll_back();
            throw;
        }
    }

    /// Our role and no limits, in the transaction that is open.
    void become_ourselves();
    /// Back to the script's role, in the same transaction. The limits come back when it ends.
    void return_to_script();
    /// Ends the transaction; the role is the script's afterwards.
    void roll_back();

    /// Concurrent index work waits for every transaction that came before it: a limit would only
    /// leave an INVALID index behind. The two come in pairs, which may stand inside of each other.
    void suspend_lock_timeout();
    void restore_lock_timeout();

private:
    struct Role {
        std::string session_user;
        std::string role; ///< "none" when SET ROLE was not said

        bool operator==(const Role&) const = default;
    };

    void begin_books();
    void become_ourselves(const std::string& begin);
    [[nodiscard]] std::string return_sql() const;

    pg::Connection& connection_;
    const Session& session_;
    const Script& script_;
    Role own_;
    Role of_script_;
    std::string lock_timeout_; // the script's, while it is suspended
    int suspended_ = 0;
};

} // namespace runner
