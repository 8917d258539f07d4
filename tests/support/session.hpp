// Somebody else's session: it holds what it has locked until it is told to let go.
#pragma once

#include "support/database.hpp"

#include <libpq-fe.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

namespace runner::test {

class OtherSession {
public:
    /// Through `conninfo`, under the name an administrator sees.
    explicit OtherSession(const std::string& conninfo, const std::string& application = "other")
        : raw_(PQconnectdb((conninfo + " application_name=" + application).c_str()), &PQfinish) {
        if (PQstatus(raw_.get()) != CONNECTION_OK) {
            throw std::runtime_error(PQerrorMessage(raw_.get()));
        }
        PQsetNoticeProcessor(
            raw_.get(), [](void*, const char*) {}, nullptr
        );
    }

    /// Returns when it is done. Throws std::runtime_error.
    void execute(const std::string& sql) const {
        const std::unique_ptr<PGresult, decltype(&PQclear)> result(
            PQexec(raw_.get(), sql.c_str()), &PQclear
        );
        const auto status = PQresultStatus(result.get());
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
            throw std::runtime_error(PQerrorMessage(raw_.get()));
        }
    }

    /// Returns at once: this one will have to wait.
    void start(const std::string& sql) const {
        if (PQsendQuery(raw_.get(), sql.c_str()) == 0) {
            throw std::runtime_error(PQerrorMessage(raw_.get()));
        }
    }

    [[nodiscard]] int pid() const { return PQbackendPID(raw_.get()); }

private:
    std::unique_ptr<PGconn, decltype(&PQfinish)> raw_;
};

/// Until `condition`, a piece of SQL, is true. Throws std::runtime_error after a while.
inline void wait_for(const std::string& conninfo, const std::string& condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (value_from(conninfo, "select " + condition) != "t") {
        if (std::chrono::steady_clock::now() > deadline) {
            throw std::runtime_error("never true: " + condition);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

/// SQL: this session waits for a lock.
inline std::string waits(int pid) {
    return "exists (select from pg_stat_activity where pid = " + std::to_string(pid) +
           " and wait_event_type = 'Lock')";
}

} // namespace runner::test
