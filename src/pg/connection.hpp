// libpq, owned. This room knows SQL and sockets; it has never heard of a migration.
//
// Every wait looks at two descriptors, the server's socket and the caller's Interrupt: on an
// interrupt the running command is cancelled, its answer awaited for a moment, and
// Error{interrupted} thrown. Only commit() and rollback() are not to be interrupted.
#pragma once

#include "pg/command.hpp"
#include "pg/conninfo.hpp"
#include "pg/result.hpp"

#include <runner/error.hpp>
#include <runner/interrupt.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct pg_conn; // PGconn, kept out of every other translation unit

namespace runner::pg {

using NoticeHandler = std::function<void(const ServerMessage&)>;
/// How long the server has been silent. Must not use the connection that waits.
using LongWaitHandler = std::function<void(std::chrono::milliseconds)>;

using CopyProgress = std::function<void(std::size_t)>;

class Connection {
public:
    /// Throws Error{connection}; when the server itself refused, with its SQLSTATE (28P01 wrong
    /// password, 3D000 no such database, 57P03 starting up). `interrupt` may be null and outlives
    /// the connection.
    Connection(const Conninfo& conninfo, Interrupt* interrupt);

    /// Sends SQL of our own, which may hold several commands, in one round trip; returns a result
    /// for each. Throws Error{statement}, or Error{connection} when the server is gone.
    std::vector<Result> execute(std::string_view sql);

    /// One command with parameters as text ($1 …).
    Result query(std::string_view sql, const Parameters& parameters);

    /// One statement of a script. Its rows are read and dropped one by one. An error's
    /// ServerMessage::position counts the statement's characters. Returns the command tag.
    std::string run(std::string_view statement);

    /// A COPY … FROM stdin and its rows. The last newline may be missing. `sent` is told how many
    /// bytes are on their way, now and then.
    std::string
    copy_in(std::string_view statement, std::string_view data, const CopyProgress& sent = {});

    /// Throws Error{in_doubt} when the connection breaks here: the server may have committed.
    /// Throws Error{statement} when the server rolled back instead.
    void commit();
    /// Never throws; a connection that cannot roll back is closed, which does the same.
    void rollback() noexcept;

    /// In a transaction block, going on or failed.
    [[nodiscard]] bool in_block() const noexcept;
    [[nodiscard]] bool usable() const noexcept;
    /// 150008
    [[nodiscard]] int server_version() const noexcept;
    /// "15.8"
    [[nodiscard]] std::string server_version_text() const;
    [[nodiscard]] std::string host() const;
    [[nodiscard]] std::string port() const;
    [[nodiscard]] std::string database() const;
    [[nodiscard]] std::string user() const;
    /// As the server told it when we connected; a pooler between us invents one.
    [[nodiscard]] int backend_pid() const noexcept;
    /// How to reach the same database on the very same server once more.
    [[nodiscard]] Conninfo same_server() const;

    void on_notice(NoticeHandler handler) { *notice_ = std::move(handler); }

    /// Called while an answer is awaited and the server says nothing, each time `every` has passed.
    void on_long_wait(
        LongWaitHandler handler, std::chrono::milliseconds every = std::chrono::seconds{1}
    );

    /// For a connection that is a convenience: from now on each command has this long. When that is
    /// over, or the interrupt is raised, the connection is closed at once, and Error{connection} or
    /// Error{interrupted} thrown.
    void answer_within(std::chrono::milliseconds patience) { patience_ = patience; }

    /// An identifier, quoted. Throws Error{usage} above 63 bytes: the server would cut it, and two
    /// names would become one.
    [[nodiscard]] std::string quote_name(std::string_view name) const;
    [[nodiscard]] std::string quote_literal(std::string_view text) const;

    /// Waits; throws Error{interrupted}.
    void sleep(std::chrono::milliseconds time) const;

    /// Throws Error{interrupted} when the interrupt is raised.
    void check_interrupt() const;

private:
    friend class Pipeline;

    struct Finish {
        void operator()(pg_conn* raw) const noexcept;
    };

    void begin_command();
    void drain_input();
    void flush();
    /// Waits for the socket; also reads while it may only write, so that both sides stay unblocked.
    void wait(bool for_writing);
    bool reads_before_cancel();
    void notice_interrupt();
    void tell_of_long_wait();
    [[noreturn]] void give_up();
    Result next_result(bool& more);
    Result finish_command();
    [[noreturn]] void lost();
    [[noreturn]] void fail(const pg_result* raw);

    std::unique_ptr<pg_conn, Finish> raw_;
    std::unique_ptr<NoticeHandler> notice_; // on the heap: libpq keeps its address
    Conninfo conninfo_;
    Interrupt* interrupt_;
    bool interruptible_ = true;
    bool read_before_cancel_ = false; // whether it was looked for unread answers
    bool cancelled_ = false;
    std::chrono::steady_clock::time_point cancel_again_at_;
    std::chrono::steady_clock::time_point give_up_at_ =
        std::chrono::steady_clock::time_point::max();
    std::size_t pipelines_ = 0; // so far; their prepared commands have names of their own
    std::optional<std::chrono::milliseconds> patience_;
    LongWaitHandler long_wait_;
    std::chrono::milliseconds between_looks_{0};
    std::optional<std::chrono::steady_clock::time_point> silent_since_;
    std::chrono::steady_clock::time_point next_look_;
    std::string buffer_; // libpq wants a NUL behind each statement; reused from one to the next
};

/// libpq's version: "15.8".
[[nodiscard]] std::string libpq_version();

} // namespace runner::pg
