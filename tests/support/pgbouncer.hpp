// A PgBouncer in front of the tests' server.
#pragma once

#include "support/database.hpp"
#include "support/folder.hpp"

#include <string>
#include <sys/types.h>

namespace runner::test {

/// There from construction to destruction.
class PgBouncer {
public:
    /// `mode`: "session", "transaction" or "statement". `pool_size`: how many backends it has.
    PgBouncer(const Database& database, const std::string& mode, int pool_size = 4);
    ~PgBouncer();
    PgBouncer(const PgBouncer&) = delete;
    PgBouncer& operator=(const PgBouncer&) = delete;

    /// Whether the program is there. Throws std::runtime_error when it is not and
    /// RUNNER_REQUIRE_POSTGRES=1 says that a skip is a failure.
    [[nodiscard]] static bool available();

    /// To the database, through the pool.
    [[nodiscard]] std::string conninfo() const;

private:
    Folder folder_;
    std::string database_;
    pid_t process_ = -1;
};

} // namespace runner::test
