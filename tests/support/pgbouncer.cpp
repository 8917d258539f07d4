// It refuses to run as root, and runs as the server's user then.
#include "support/pgbouncer.hpp"

#include "cluster/system_user.hpp"
#include "support/cluster.hpp"

#include <libpq-fe.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace runner::test {
namespace {

constexpr const char* port = "6432"; // of a socket in a folder of its own

std::string program() {
    for (const auto* path : {"/usr/sbin/pgbouncer", "/usr/local/bin/pgbouncer"}) {
        if (access(path, X_OK) == 0) {
            return path;
        }
    }
    return {};
}

std::string value_in(const std::string& conninfo, const std::string& keyword) {
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(conninfo.c_str(), nullptr), &PQconninfoFree
    );
    for (const auto* option = options.get(); option != nullptr && option->keyword != nullptr;
         ++option) {
        if (option->keyword == keyword && option->val != nullptr) {
            return option->val;
        }
    }
    return {};
}

std::string configuration(const std::string& conninfo, const std::string& mode, int pool_size) {
    std::string server = "[databases]\n*";
    for (const auto* keyword : {"host", "port", "user", "password"}) {
        const auto value = value_in(conninfo, keyword);
        server += value.empty()
                      ? ""
                      : std::string(server.back() == '*' ? " = " : " ") + keyword + "=" + value;
    }
    return server + "\n[pgbouncer]\nlisten_addr =\nunix_socket_dir = .\nlisten_port = " + port +
           "\nauth_type = any\npool_mode = " + mode +
           "\ndefault_pool_size = " + std::to_string(pool_size) + "\n";
}

} // namespace

bool PgBouncer::available() {
    if (!program().empty()) {
        return true;
    }
    const char* const required = std::getenv("RUNNER_REQUIRE_POSTGRES");
    if (required != nullptr && std::string_view(required) == "1") {
        throw std::runtime_error("pgbouncer is not installed");
    }
    return false;
}

PgBouncer::PgBouncer(const Database& database, const std::string& mode, int pool_size)
    : database_(database.name()) {
    folder_.write("pgbouncer.ini", configuration(database.conninfo(), mode, pool_size));
    std::filesystem::permissions(folder_.path(), std::filesystem::perms(0777));
    const auto user = cluster::server_user(folder_.path() / "data");
    process_ = fork();
    if (process_ == 0) {
        // By ourselves, before the request: changing the user would cancel it.
        if (user && !cluster::become(*user)) {
            _exit(EXIT_FAILURE);
        }
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        const int log = open((folder_.path() / "log").c_str(), O_CREAT | O_WRONLY, 0644);
        dup2(log, STDOUT_FILENO);
        dup2(log, STDERR_FILENO);
        if (chdir(folder_.path().c_str()) == 0) {
            execl(program().c_str(), "pgbouncer", "pgbouncer.ini", nullptr);
        }
        _exit(EXIT_FAILURE);
    }
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (PQping(conninfo().c_str()) != PQPING_OK) {
        if (std::chrono::steady_clock::now() > deadline) {
            throw std::runtime_error("pgbouncer does not start: " + folder_.read("log"));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

PgBouncer::~PgBouncer() {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
}

std::string PgBouncer::conninfo() const {
    return "host=" + folder_.path().string() + " port=" + port +
           " user=postgres dbname=" + database_;
}

} // namespace runner::test
