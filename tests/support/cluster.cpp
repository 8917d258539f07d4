// The guard is a child process that waits for us to end, in whatever way, and then clears up. It
// does so after a normal end, too: one way to clear up is easier to trust than two.
#include "support/cluster.hpp"

#include "cluster/binaries.hpp"

#include <libpq-fe.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <fcntl.h>
#include <stdexcept>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace runner::test {

namespace {

const char* existing_server() {
    return std::getenv("RUNNER_TEST_DATABASE");
}

std::map<std::string, std::string> parameters_in(const std::string& conninfo) {
    char* complaint = nullptr;
    PQconninfoOption* const options = PQconninfoParse(conninfo.c_str(), &complaint);
    if (options == nullptr) {
        const std::string message = complaint == nullptr ? "out of memory" : complaint;
        PQfreemem(complaint);
        throw std::runtime_error("RUNNER_TEST_DATABASE: " + message);
    }
    std::map<std::string, std::string> parameters;
    for (const PQconninfoOption* option = options; option->keyword != nullptr; ++option) {
        if (option->val != nullptr) {
            parameters[option->keyword] = option->val;
        }
    }
    PQconninfoFree(options);
    return parameters;
}

std::string percent_encoded(const std::string& text) {
    constexpr const char* digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        encoded += {'%', digits[byte / 16], digits[byte % 16]};
    }
    return encoded;
}

/// Waits for the end of whoever holds the other end of the pipe, then removes the server.
[[noreturn]] void guard(int pipe_end, const std::filesystem::path& folder) {
    setsid(); // the terminal's Ctrl-C is for the tests
    for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        close(number); // whoever waits for the tests' output must not wait for us
    }
    char nothing = 0;
    while (read(pipe_end, &nothing, 1) != 0) {
    }
    try {
        cluster::PrivateServer::stop(folder);
        std::filesystem::remove_all(folder);
    } catch (const std::exception&) {
        _exit(EXIT_FAILURE);
    }
    _exit(EXIT_SUCCESS);
}

} // namespace

Cluster& Cluster::instance() {
    static Cluster cluster;
    return cluster;
}

bool Cluster::available() {
    return existing_server() != nullptr || !cluster::installed_binaries().empty();
}

Cluster::Cluster() {
    if (existing_server() == nullptr) {
        start_private_server();
    } else {
        parameters_ = parameters_in(existing_server());
    }
}

Cluster::~Cluster() {
    server_.reset();
    if (guard_ > 0) {
        close(guard_pipe_);
        waitpid(guard_, nullptr, 0);
    }
}

void Cluster::start_private_server() {
    std::string name = "/tmp/runner-test-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) {
        throw std::system_error(errno, std::generic_category(), name);
    }
    folder_ = name;
    start_guard();
    server_ = std::make_unique<cluster::PrivateServer>(cluster::ServerSettings{
        .folder = folder_, .settings = {}, .durable = false});
    parameters_ = parameters_in(server_->conninfo("postgres"));
}

void Cluster::start_guard() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::system_error(errno, std::generic_category(), "pipe");
    }
    guard_ = fork();
    if (guard_ == 0) {
        close(ends[1]);
        guard(ends[0], folder_);
    }
    close(ends[0]);
    guard_pipe_ = ends[1];
}

std::string Cluster::conninfo(const std::string& database) const {
    auto parameters = parameters_;
    parameters["dbname"] = database;
    std::string text;
    for (const auto& [keyword, value] : parameters) {
        text += keyword + "='";
        for (const char letter : value) {
            text += letter == '\'' || letter == '\\' ? "\\" : "";
            text += letter;
        }
        text += "' ";
    }
    return text;
}

std::string Cluster::url(const std::string& database) const {
    std::string text = "postgresql:///" + percent_encoded(database);
    char separator = '?';
    for (const auto& [keyword, value] : parameters_) {
        if (keyword != "dbname") {
            text += separator + keyword + '=' + percent_encoded(value);
            separator = '&';
        }
    }
    return text;
}

std::string Cluster::maintenance_conninfo() const {
    const auto database = parameters_.find("dbname");
    return conninfo(database == parameters_.end() ? "postgres" : database->second);
}

} // namespace runner::test
