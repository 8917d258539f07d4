// Who has the runner's lock, in words.
#include "pg/lock_holder.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <sys/wait.h>
#include <unistd.h>

using namespace runner::pg;
using namespace std::chrono_literals;

namespace {

std::string application_of(pid_t process) {
    std::array<char, 256> host{};
    gethostname(host.data(), host.size() - 1);
    return "runner/" + std::string(host.data()) + "/" + std::to_string(process);
}

} // namespace

TEST_CASE("The holder of the lock is shown with what it does and for how long") {
    CHECK(
        sentence({456, "runner/web/7", "active", "alter table t", 12s, 3s}) ==
        "runner/web/7 (pid 456), connected for 12 s, active for 3 s: alter table t"
    );
    CHECK(sentence({456, "", "", "", 12s, 0s}) == "a session (pid 456), connected for 12 s");
}

TEST_CASE("The advice knows a backend that outlived its runner, and a session left in a pool") {
    CHECK(
        advice({456, "runner/web/7", "active", "alter table t", 12s, 3s, true}) ==
        "an earlier run's backend 456 is still executing: wait for it, or end it with: "
        "select pg_terminate_backend(456)"
    );
    CHECK(
        advice({456, "flyway", "idle", "select 1", 600s, 300s}) ==
        "session 456 has been idle for 300 s, as one that a connection pool has kept: when no "
        "runner is at work, end it with: select pg_terminate_backend(456)"
    );
    for (const auto& holder :
         {LockHolder{456, "runner/web/7", "active", "", 12s, 3s},
          LockHolder{456, "runner/web/7", "idle", "", 12s, 3s},
          LockHolder{}}) {
        CHECK(advice(holder) == "try again, or wait longer with --lock-wait");
    }
}

TEST_CASE("Only a process of this machine that is gone has ended") {
    const auto child = fork();
    if (child == 0) {
        _exit(0);
    }
    waitpid(child, nullptr, 0);
    CHECK(has_ended(application_of(child)));
    CHECK_FALSE(has_ended(application_of(getpid())));
    for (const auto* name : {"", "runner/", "psql", "runner/elsewhere/999999999"}) {
        CHECK_FALSE(has_ended(name));
    }
    CHECK_FALSE(has_ended(application_of(child) + "x"));
}
