// What an application does at its start: it brings its database up to date, or says why it could
// not, so that whoever supervises it knows whether to start it again. Public headers only.
#include <runner/runner.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>

namespace {

/// As sysexits(3) has them.
enum Status : int { ready = 0, temporary_failure = 75, configuration_failure = 78 };

std::string variable(const char* name, const char* otherwise) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : otherwise;
}

class Log : public runner::Observer {
public:
    void finished(const runner::Step& step, std::chrono::milliseconds /*took*/) override {
        std::cout << "applied " << step.label << '\n';
    }
};

/// Without `default`: the compiler finds this place when a kind is added.
Status status_of(runner::ErrorKind kind) {
    switch (kind) {
    case runner::ErrorKind::connection:
    case runner::ErrorKind::lock:
    case runner::ErrorKind::in_doubt:
    case runner::ErrorKind::interrupted:
        return temporary_failure; // the next start finds out
    case runner::ErrorKind::statement:
    case runner::ErrorKind::usage:
    case runner::ErrorKind::source:
    case runner::ErrorKind::history:
    case runner::ErrorKind::partial:
    case runner::ErrorKind::finding:
        break; // somebody has to look
    }
    return configuration_failure;
}

} // namespace

int main() {
    runner::Options options;
    options.database_url = variable("DATABASE_URL", "");
    options.migrations = variable("MIGRATIONS_DIR", "migrations");
    options.wait = std::chrono::seconds{2}; // for a server that starts with us
    Log log;
    try {
        const auto report = runner::Runner(options, log).up();
        std::cout << "ready; " << report.done.size() << " applied\n";
    } catch (const runner::Error& error) {
        for (const auto& complaint : error.every_complaint()) {
            if (complaint.location) {
                std::cerr << complaint.location->file.string() << ':'
                          << complaint.location->position.line << ": ";
            }
            std::cerr << complaint.message << '\n';
        }
        std::cerr << error.state() << '\n' << error.advice() << '\n';
        return status_of(error.kind());
    }
    return ready;
}
