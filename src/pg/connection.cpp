#include "pg/connection.hpp"

#include "pg/connecting.hpp"
#include "pg/waiting.hpp"

#include <libpq-fe.h>

#include <utility>

namespace runner::pg {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t copy_chunk = std::size_t{1} << 16;

// Default receiver of libpq prints to stderr; ours hands on what the caller asked for.
void receive_notice(void* handler, const PGresult* raw) {
    const auto& call = *static_cast<const NoticeHandler*>(handler);
    if (call) {
        call(server_message(raw));
    }
}

} // namespace

void Connection::Finish::operator()(pg_conn* raw) const noexcept {
    PQfinish(raw);
}

Connection::Connection(const Conninfo& conninfo, Interrupt* interrupt)
    : notice_(std::make_unique<NoticeHandler>()), conninfo_(conninfo), interrupt_(interrupt) {
    raw_.reset(open_connection(conninfo, interrupt));
    PQsetNoticeReceiver(raw_.get(), receive_notice, notice_.get());
    if (PQsetnonblocking(raw_.get(), 1) != 0) {
        lost();
    }
}

std::vector<Result> Connection::execute(std::string_view sql) {
    begin_command();
    buffer_.assign(sql);
    if (PQsendQuery(raw_.get(), buffer_.c_str()) == 0) {
        lost();
    }
    flush();
    std::vector<Result> results;
    std::optional<Error> failure;
    for (bool more = true; more;) {
        try {
            auto result = next_result(more);
            if (more) {
                results.push_back(std::move(result));
            }
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::statement) {
                throw;
            }
            failure = error; // the results behind it are read before it is thrown
        }
    }
    if (failure) {
        throw Error(*failure);
    }
    return results;
}

Result Connection::query(std::string_view sql, const Parameters& parameters) {
    begin_command();
    buffer_.assign(sql);
    std::vector<const char*> values;
    values.reserve(parameters.size());
    for (const auto& parameter : parameters) {
        values.push_back(parameter ? parameter->c_str() : nullptr);
    }
    if (PQsendQueryParams(
            raw_.get(),
            buffer_.c_str(),
            static_cast<int>(values.size()),
            nullptr,
            values.data(),
            nullptr,
            nullptr,
            0
        ) == 0) {
        lost();
    }
    flush();
    return finish_command();
}

std::string Connection::run(std::string_view statement) {
    begin_command();
    buffer_.assign(statement);
    // The extended protocol takes exactly one statement: should the splitter ever cut too little,
    // the server refuses instead of running a half-known rest.
    if (PQsendQueryParams(raw_.get(), buffer_.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) ==
        0) {
        lost();
    }
    PQsetSingleRowMode(raw_.get()); // a SELECT over a large table costs no memory here
    flush();
    auto result = finish_command();
    if (result.wants_copy_data()) {
        PQputCopyEnd(raw_.get(), "this COPY has no data in the file"); // becomes the server's error
        flush();
        result = finish_command();
    }
    return std::string(result.command_tag());
}

std::string
Connection::copy_in(std::string_view statement, std::string_view data, const CopyProgress& sent) {
    begin_command();
    buffer_.assign(statement);
    if (PQsendQuery(raw_.get(), buffer_.c_str()) == 0) {
        lost();
    }
    flush();
    if (!finish_command().wants_copy_data()) {
        throw Error(ErrorKind::statement, "the server does not take this COPY's data");
    }
    for (std::size_t at = 0; at < data.size(); at += copy_chunk) {
        const auto chunk = data.substr(at, copy_chunk);
        if (PQputCopyData(raw_.get(), chunk.data(), static_cast<int>(chunk.size())) < 0) {
            break; // the server has ended the COPY; its reason is the next result
        }
        flush();
        if (sent) {
            sent(at + chunk.size());
        }
    }
    PQputCopyEnd(raw_.get(), nullptr);
    flush();
    return std::string(finish_command().command_tag());
}

void Connection::commit() {
    interruptible_ = false;
    try {
        begin_command();
        if (PQsendQuery(raw_.get(), "COMMIT") == 0) {
            lost();
        }
        flush();
        const auto result = finish_command();
        interruptible_ = true;
        if (result.command_tag() != "COMMIT") {
            // COMMIT of a failed transaction answers OK, with the tag ROLLBACK.
            throw Error(ErrorKind::statement, "the server rolled back instead of committing");
        }
    } catch (const Error& failure) {
        interruptible_ = true;
        if (failure.kind() == ErrorKind::connection || failure.kind() == ErrorKind::interrupted) {
            throw Error(
                ErrorKind::in_doubt,
                std::string("the connection was lost during COMMIT: ") + failure.what()
            );
        }
        throw;
    }
}

void Connection::rollback() noexcept {
    interruptible_ = false;
    try {
        if (usable()) {
            give_up_at_ = Clock::now() + end_patience;
            drain_input();
            const auto state = PQtransactionStatus(raw_.get());
            if ((state == PQTRANS_INTRANS || state == PQTRANS_INERROR) &&
                PQsendQuery(raw_.get(), "ROLLBACK") != 0) {
                flush();
                finish_command();
            }
        }
    } catch (const std::exception&) {
        // Closing the connection makes the server roll back.
    }
    if (usable() && PQtransactionStatus(raw_.get()) != PQTRANS_IDLE) {
        raw_.reset(nullptr);
    }
    interruptible_ = true;
    give_up_at_ = Clock::time_point::max();
}

bool Connection::in_block() const noexcept {
    return usable() && PQtransactionStatus(raw_.get()) != PQTRANS_IDLE;
}

bool Connection::usable() const noexcept {
    return raw_ != nullptr && PQstatus(raw_.get()) == CONNECTION_OK;
}

int Connection::server_version() const noexcept {
    return PQserverVersion(raw_.get());
}

std::string Connection::server_version_text() const {
    const char* text = PQparameterStatus(raw_.get(), "server_version");
    const std::string full = text == nullptr ? "" : text;
    return full.substr(0, full.find(' ')); // "15.8 (Debian 15.8-0+deb12u1)"
}

std::string Connection::host() const {
    const char* text = PQhost(raw_.get());
    return text == nullptr ? "" : text;
}

std::string Connection::port() const {
    const char* text = PQport(raw_.get());
    return text == nullptr ? "" : text;
}

std::string Connection::database() const {
    return PQdb(raw_.get());
}

std::string Connection::user() const {
    return PQuser(raw_.get());
}

int Connection::backend_pid() const noexcept {
    return PQbackendPID(raw_.get());
}

Conninfo Connection::same_server() const {
    auto result = conninfo_;
    result.set("host", host());
    result.set("port", port());
    // The address besides the name: no second look-up, which could give another server and blocks.
    if (const char* address = PQhostaddr(raw_.get()); address != nullptr && *address != '\0') {
        result.set("hostaddr", address);
    }
    if (const char* password = PQpass(raw_.get()); password != nullptr && *password != '\0') {
        result.set("password", password);
    }
    return result;
}

void Connection::on_long_wait(LongWaitHandler handler, std::chrono::milliseconds every) {
    long_wait_ = std::move(handler);
    between_looks_ = every;
    silent_since_.reset();
}

std::string Connection::quote_name(std::string_view name) const {
    if (name.empty() || name.size() > 63) {
        throw Error(
            ErrorKind::usage, "the name \"" + std::string(name) + "\" must have 1 to 63 bytes"
        );
    }
    const std::unique_ptr<char, decltype(&PQfreemem)> quoted(
        PQescapeIdentifier(raw_.get(), name.data(), name.size()), &PQfreemem
    );
    if (!quoted) {
        throw Error(ErrorKind::usage, "the name \"" + std::string(name) + "\" is not valid text");
    }
    return quoted.get();
}

std::string Connection::quote_literal(std::string_view text) const {
    const std::unique_ptr<char, decltype(&PQfreemem)> quoted(
        PQescapeLiteral(raw_.get(), text.data(), text.size()), &PQfreemem
    );
    if (!quoted) {
        throw Error(ErrorKind::usage, "a setting is not valid text");
    }
    return quoted.get();
}

void Connection::sleep(std::chrono::milliseconds time) const {
    pg::sleep(time, interrupt_);
}

void Connection::check_interrupt() const {
    if (interruptible_ && interrupt_ != nullptr && interrupt_->raised()) {
        throw_interrupted();
    }
}

std::string libpq_version() {
    const int version = PQlibVersion();
    return std::to_string(version / 10000) + "." + std::to_string(version % 10000);
}

} // namespace runner::pg
