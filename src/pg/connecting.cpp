#include "pg/connecting.hpp"

#include "pg/waiting.hpp"

#include <runner/error.hpp>

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <poll.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace runner::pg {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;
using Owned = std::unique_ptr<PGconn, decltype(&PQfinish)>;

constexpr std::chrono::milliseconds default_connect_timeout = 10s;

std::string application_name() {
    std::array<char, 256> host{};
    if (gethostname(host.data(), host.size() - 1) != 0) {
        host[0] = '?';
    }
    // The server keeps 63 bytes; the pid is the part that must survive.
    const auto pid = "/" + std::to_string(getpid());
    std::string name = "runner/" + std::string(host.data());
    return name.substr(0, 63 - pid.size()) + pid;
}

// Cuts "28P01: " out of "FATAL:  28P01: password authentication failed" and the LOCATION line off.
std::string take_sqlstate(std::string& words) {
    words = trimmed(words.substr(0, words.find("\nLOCATION:")));
    const auto is_code = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
    for (auto at = words.find(":  "); at != std::string::npos; at = words.find(":  ", at + 1)) {
        auto code = words.substr(at + 3, 5);
        if (code.size() == 5 && std::all_of(code.begin(), code.end(), is_code) &&
            words.compare(at + 8, 2, ": ") == 0) {
            words.erase(at + 2, 8);
            return code;
        }
    }
    return {};
}

/// What the caller did not say, we do.
Conninfo completed(Conninfo conninfo) {
    conninfo.set("client_encoding", "UTF8"); // positions and columns depend on it
    conninfo.set_default("application_name", application_name());
    // A vanished server is noticed within about a minute instead of hours.
    conninfo.set_default("keepalives_idle", "30");
    conninfo.set_default("keepalives_interval", "10");
    conninfo.set_default("keepalives_count", "3");
    conninfo.set_default("tcp_user_timeout", "60000");
    if (conninfo.hosts() > 1) {
        conninfo.set_default("target_session_attrs", "read-write");
    }
    return conninfo;
}

std::chrono::milliseconds patience(const Conninfo& conninfo) {
    const int seconds = std::atoi(conninfo.value("connect_timeout").c_str());
    const auto each = seconds > 0 ? std::chrono::milliseconds(std::chrono::seconds(seconds))
                                  : default_connect_timeout;
    return each * conninfo.hosts();
}

[[noreturn]] void refuse(const PGconn* raw, const Conninfo& conninfo) {
    auto words = trimmed(PQerrorMessage(raw));
    // Belt and braces: no message of libpq 15 about a well-formed URL holds the password.
    const auto password = conninfo.value("password");
    if (password.size() > 3 && password != conninfo.value("user") &&
        password != conninfo.value("dbname") && password != conninfo.value("host")) {
        for (auto at = words.find(password); at != std::string::npos; at = words.find(password)) {
            words.replace(at, password.size(), "****");
        }
    }
    ServerMessage server;
    server.sqlstate = take_sqlstate(words);
    server.message = words.empty() ? "cannot connect" : words;
    const auto message = server.message;
    if (server.sqlstate.empty()) {
        throw Error(ErrorKind::connection, message);
    }
    throw Error(ErrorKind::connection, message, std::move(server));
}

Owned start(const Conninfo& conninfo) {
    std::vector<const char*> keywords;
    std::vector<const char*> values;
    for (const auto& [keyword, value] : conninfo.keywords()) {
        keywords.push_back(keyword.c_str());
        values.push_back(value.c_str());
    }
    keywords.push_back(nullptr);
    values.push_back(nullptr);
    Owned raw(PQconnectStartParams(keywords.data(), values.data(), 0), &PQfinish);
    if (!raw) {
        throw std::bad_alloc();
    }
    // The only way to learn why the server refuses: libpq keeps no fields of a failed connect, but
    // writes the SQLSTATE into the text.
    PQsetErrorVerbosity(raw.get(), PQERRORS_VERBOSE);
    // Until the connection has its own: libpq's would print to standard error.
    PQsetNoticeReceiver(
        raw.get(), [](void*, const PGresult*) {}, nullptr
    );
    return raw;
}

} // namespace

pg_conn* open_connection(const Conninfo& asked_for, Interrupt* interrupt) {
    const auto conninfo = completed(asked_for);
    const auto deadline = Clock::now() + patience(conninfo);
    auto raw = start(conninfo);
    auto state =
        PQstatus(raw.get()) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
    while (state == PGRES_POLLING_READING || state == PGRES_POLLING_WRITING) {
        const short events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT;
        std::array<pollfd, 2> watched{
            pollfd{PQsocket(raw.get()), events, 0},
            pollfd{interrupt == nullptr ? -1 : interrupt->descriptor(), POLLIN, 0}};
        const int ready = ::poll(watched.data(), watched.size(), milliseconds_until(deadline));
        if (interrupt != nullptr && interrupt->raised()) {
            throw_interrupted();
        }
        if (ready < 0 && errno != EINTR) {
            throw Error(ErrorKind::connection, "poll failed while connecting");
        }
        if (ready == 0) {
            throw Error(ErrorKind::connection, "the server did not answer in time");
        }
        if (ready > 0) {
            state = PQconnectPoll(raw.get());
        }
    }
    if (state == PGRES_POLLING_FAILED) {
        refuse(raw.get(), conninfo);
    }
    return raw.release();
}

} // namespace runner::pg
