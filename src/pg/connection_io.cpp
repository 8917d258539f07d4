// The lower half of Connection: sending, waiting, reading, and what an interrupt does to them.
#include "pg/connection.hpp"
#include "pg/waiting.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <poll.h>
#include <utility>

namespace runner::pg {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

// How long a cancelled command may take to answer before its connection is closed instead; the
// documented bound from signal to exit is a second.
constexpr auto cancel_patience = 700ms;
// A cancel request ends the command it meets; in a pipeline it may come between two of them.
constexpr auto between_cancels = 50ms;

} // namespace

void Connection::begin_command() {
    if (!usable()) {
        throw Error(ErrorKind::connection, "the connection to the server is closed");
    }
    check_interrupt();
    cancelled_ = false;
    read_before_cancel_ = false;
    give_up_at_ = patience_ ? Clock::now() + *patience_ : Clock::time_point::max();
    silent_since_.reset();
    drain_input();
}

void Connection::drain_input() {
    // A FATAL that came while we were idle reaches the notice handler with its fields only when it
    // is read before the next command; afterwards it is a bare text.
    if (PQconsumeInput(raw_.get()) == 0) {
        lost();
    }
    PQisBusy(raw_.get());
}

void Connection::flush() {
    for (;;) {
        const int left = PQflush(raw_.get());
        if (left < 0) {
            return; // the reason, if the server gave one, is the next result
        }
        if (left == 0) {
            return;
        }
        wait(true);
        if (PQconsumeInput(raw_.get()) == 0) {
            return;
        }
    }
}

/// True once, when there is something to read and an interrupt is about to be followed: what has
/// arrived may say that a COMMIT has begun, which is not cancelled.
bool Connection::reads_before_cancel() {
    if (interrupt_ == nullptr || !interrupt_->raised() || read_before_cancel_) {
        return false;
    }
    read_before_cancel_ = true;
    pollfd socket{PQsocket(raw_.get()), POLLIN, 0};
    return ::poll(&socket, 1, 0) > 0;
}

void Connection::wait(bool for_writing) {
    if (reads_before_cancel()) {
        return;
    }
    const bool watch_interrupt = interrupt_ != nullptr && !interrupt_->raised();
    std::array<pollfd, 2> watched{
        pollfd{
            PQsocket(raw_.get()), static_cast<short>(for_writing ? POLLIN | POLLOUT : POLLIN), 0},
        pollfd{watch_interrupt ? interrupt_->descriptor() : -1, POLLIN, 0}};
    notice_interrupt();
    auto until = give_up_at_;
    if (interrupt_ != nullptr && interrupt_->raised()) {
        until = std::min(until, Clock::now() + 50ms); // a second signal does not wake poll()
    }
    if (long_wait_) {
        if (!silent_since_) {
            silent_since_ = Clock::now();
            next_look_ = *silent_since_ + between_looks_;
        }
        until = std::min(until, next_look_);
    }
    const int ready = ::poll(watched.data(), watched.size(), milliseconds_until(until));
    if (ready < 0 && errno != EINTR) {
        lost();
    }
    if (ready > 0 && watched.front().revents != 0) {
        silent_since_.reset();
    }
    if (reads_before_cancel()) {
        return;
    }
    notice_interrupt();
    if (Clock::now() >= give_up_at_) {
        give_up();
    }
    tell_of_long_wait();
}

void Connection::tell_of_long_wait() {
    const bool stopping = interrupt_ != nullptr && interrupt_->raised();
    if (!long_wait_ || !silent_since_ || stopping || Clock::now() < next_look_) {
        return;
    }
    long_wait_(std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - *silent_since_)
    );
    next_look_ = Clock::now() + between_looks_;
}

void Connection::give_up() {
    raw_.reset(nullptr); // the server rolls back when the connection is gone
    if (interrupt_ != nullptr && interrupt_->raised()) {
        throw_interrupted();
    }
    throw Error(ErrorKind::connection, "the server did not answer in time");
}

void Connection::notice_interrupt() {
    if (interrupt_ == nullptr || !interrupt_->raised()) {
        return;
    }
    if (interrupt_->raised_twice() || patience_) {
        give_up_at_ = std::min(give_up_at_, Clock::now());
        return;
    }
    if (!interruptible_) {
        if (give_up_at_ == Clock::time_point::max()) {
            give_up_at_ = Clock::now() + end_patience;
        }
        return;
    }
    const auto now = Clock::now();
    if (!cancelled_ || now >= cancel_again_at_) {
        if (!cancelled_) {
            give_up_at_ = std::min(give_up_at_, now + cancel_patience);
        }
        cancelled_ = true;
        cancel_again_at_ = now + between_cancels;
        const std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> cancel(
            PQgetCancel(raw_.get()), &PQfreeCancel
        );
        std::array<char, 256> words{};
        if (cancel) {
            PQcancel(cancel.get(), words.data(), static_cast<int>(words.size()));
        }
    }
}

/// `more` turns false behind the last result, whose place then holds an empty one.
Result Connection::next_result(bool& more) {
    while (PQisBusy(raw_.get()) != 0) {
        wait(false);
        if (PQconsumeInput(raw_.get()) == 0) {
            lost();
        }
    }
    PGresult* raw = PQgetResult(raw_.get());
    if (raw == nullptr) {
        more = false;
        if (PQstatus(raw_.get()) == CONNECTION_BAD) {
            lost();
        }
        return Result(PQmakeEmptyPGresult(raw_.get(), PGRES_EMPTY_QUERY));
    }
    more = true;
    Result result(raw);
    switch (PQresultStatus(raw)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_SINGLE_TUPLE:
    case PGRES_EMPTY_QUERY:
    case PGRES_COPY_IN:
        return result;
    case PGRES_COPY_OUT:
    case PGRES_COPY_BOTH: {
        char* row = nullptr;
        while (PQgetCopyData(raw_.get(), &row, 0) > 0) {
            PQfreemem(row);
        }
        return result;
    }
    default:
        fail(raw);
    }
}

/// Reads to the end of the command, or to where a COPY wants data, and returns its last result.
Result Connection::finish_command() {
    std::optional<Result> last;
    std::optional<Error> failure;
    for (bool more = true; more;) {
        try {
            auto result = next_result(more);
            if (more || !last) {
                last = std::move(result);
            }
            if (more && last->wants_copy_data()) {
                return std::move(*last); // the command goes on when it has its data
            }
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::statement && error.kind() != ErrorKind::interrupted) {
                throw;
            }
            if (!usable()) {
                throw;
            }
            failure = error;
        }
    }
    if (failure) {
        throw Error(*failure);
    }
    return std::move(*last);
}

void Connection::lost() {
    auto words = raw_ == nullptr ? std::string() : trimmed(PQerrorMessage(raw_.get()));
    if (interruptible_ && interrupt_ != nullptr && interrupt_->raised()) {
        throw_interrupted();
    }
    throw Error(
        ErrorKind::connection, words.empty() ? "the connection to the server was lost" : words
    );
}

void Connection::fail(const pg_result* raw) {
    auto message = server_message(raw);
    if (message.sqlstate.empty()) {
        lost();
    }
    // 57014 is also what statement_timeout gives; only our own flag tells them apart.
    if (cancelled_ && message.sqlstate == "57014") {
        throw_interrupted();
    }
    const bool gone = message.severity == "FATAL" || message.severity == "PANIC" ||
                      PQstatus(raw_.get()) == CONNECTION_BAD;
    const auto words = message.message;
    throw Error(gone ? ErrorKind::connection : ErrorKind::statement, words, std::move(message));
}

} // namespace runner::pg
