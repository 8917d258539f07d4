// Everything is run from inside the folder with relative names: pg_ctl puts names into a shell
// command between double quotes, where a folder called "$HOME" would not survive.
#include "cluster/postmaster.hpp"

#include "cluster/binaries.hpp"
#include "cluster/errors.hpp"
#include "cluster/postmaster_file.hpp"
#include "cluster/process.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace runner::cluster {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds start_patience{60};
constexpr std::chrono::seconds stop_patience{60};
constexpr std::chrono::seconds creation_patience{120};
constexpr std::chrono::milliseconds pause{5};
constexpr const char* unfinished = "data.new-";

std::string quoted_for_shell(const std::string& word) {
    std::string quoted = "'";
    for (const char letter : word) {
        quoted += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    }
    return quoted + "'";
}

/// The end of the log, where the server said why it does not start.
std::string end_of_log(const ServerFolder& folder) {
    constexpr std::size_t lines = 10;
    constexpr std::streamoff bytes = 4096;
    std::ifstream log(folder.log(), std::ios::binary | std::ios::ate);
    log.seekg(std::max<std::streamoff>(log.tellg() - bytes, 0));
    std::string text(std::istreambuf_iterator<char>(log), {});
    while (!text.empty() && text.back() == '\n') {
        text.pop_back();
    }
    std::size_t begin = text.size();
    for (std::size_t line = 0; line < lines && begin != text.npos && begin > 0; ++line) {
        begin = text.rfind('\n', begin - 1);
    }
    return begin == text.npos ? text : text.substr(begin);
}

Error start_failure(const ServerFolder& folder, const std::string& reason) {
    return {
        ErrorKind::connection,
        fmt::format(
            "the private server in {} {}; its log ends with:\n{}",
            folder.path.string(),
            reason,
            end_of_log(folder)
        )};
}

Binaries binaries_for(const ServerFolder& folder) {
    int major = 0;
    std::ifstream(folder.data() / "PG_VERSION") >> major;
    if (major == 0) {
        throw Error(
            ErrorKind::usage,
            fmt::format("{} is not a data directory of PostgreSQL", folder.data().string())
        );
    }
    return find_binaries(major);
}

/// What a killed first start left behind.
void remove_unfinished_data(const ServerFolder& folder) {
    std::error_code ignored; // an initdb that outlived its runner may still write there
    for (const auto& entry : fs::directory_iterator(folder.path)) {
        if (entry.path().filename().string().starts_with(unfinished)) {
            fs::remove_all(entry.path(), ignored);
        }
    }
}

/// The whole file system at once, instead of initdb's fsync of each of its 900 files: 0.03 s where
/// that took 3.5 s.
void synchronise(const ServerFolder& folder, bool durable) {
    if (!durable) {
        return;
    }
    const Descriptor descriptor(open(folder.path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (syncfs(descriptor.number()) != 0) {
        throw system_error(
            ErrorKind::connection, fmt::format("write {} to its disk", folder.path.string())
        );
    }
}

/// Waits while the server is on its way. True when it is ready, false when it is not running.
bool becomes_ready(const ServerFolder& folder) {
    const auto deadline = Clock::now() + start_patience;
    for (;;) {
        const auto state = look_at(folder).state;
        if (state == ServerState::ready || state == ServerState::stopped) {
            return state == ServerState::ready;
        }
        if (Clock::now() > deadline) {
            throw start_failure(
                folder, fmt::format("was not ready within {} seconds", start_patience.count())
            );
        }
        std::this_thread::sleep_for(pause);
    }
}

Outcome run_start(const ServerFolder& folder, const std::vector<std::string>& settings) {
    std::string options;
    for (const auto& setting : settings) {
        options += fmt::format(" -c {}", quoted_for_shell(setting));
    }
    // The mark is for look_at(), and for whoever reads the list of processes.
    options += fmt::format(" -c {}", quoted_for_shell(postmaster_mark(folder.path)));
    return run({
        .program = binaries_for(folder).folder / "pg_ctl",
        .arguments =
            {"start",
             "--pgdata=data",
             "--log=log",
             "--wait",
             "--silent",
             fmt::format("--timeout={}", start_patience.count()),
             "--options=" + options},
        .folder = folder.path,
        .user = folder.user,
        .patience = start_patience * 2, // pg_ctl keeps the time, and says it better
    });
}

} // namespace

Postmaster look_at(const ServerFolder& folder) {
    const auto file = read_postmaster_file(folder.data());
    if (file.process == 0 || !is_postmaster_of(folder.path, file.process)) {
        return {};
    }
    if (file.status == "ready") {
        return {ServerState::ready, file.process};
    }
    const bool is_stopping = file.status == "stopping";
    return {is_stopping ? ServerState::stopping : ServerState::starting, file.process};
}

void create_data(const ServerFolder& folder, bool durable) {
    remove_unfinished_data(folder);
    if (fs::exists(folder.data())) {
        return;
    }
    const std::string name = unfinished + std::to_string(getpid());
    const auto outcome = run({
        .program = find_binaries().folder / "initdb",
        .arguments =
            {"--pgdata=" + name,
             "--encoding=UTF8",
             "--locale=C",
             "--auth=trust",
             "--username=postgres",
             "--no-sync"},
        .folder = folder.path,
        .user = folder.user,
        .patience = creation_patience,
    });
    if (outcome.status != 0) {
        throw Error(
            ErrorKind::connection,
            fmt::format("initdb in {} ended with:\n{}", folder.path.string(), outcome.output)
        );
    }
    synchronise(folder, durable); // before the rename, or a power cut could leave a name only
    fs::rename(folder.path / name, folder.data());
    synchronise(folder, durable);
}

void start_server(const ServerFolder& folder, const std::vector<std::string>& settings) {
    // A runner that was killed may have left a pg_ctl behind whose server gets there before ours.
    constexpr int attempts = 3;
    Outcome outcome;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        if (becomes_ready(folder)) {
            return;
        }
        forget_dead_postmaster(folder.path, socket_folder_of(folder));
        outcome = run_start(folder, settings);
        if (outcome.status != 0 && look_at(folder).state == ServerState::stopped) {
            break;
        }
    }
    if (outcome.status != 0 || !becomes_ready(folder)) {
        throw start_failure(folder, "did not start");
    }
}

bool stop_server(const ServerFolder& folder) {
    const auto running = look_at(folder);
    if (running.state == ServerState::stopped) {
        return false;
    }
    // What pg_ctl -m fast does, without needing programs that may have been upgraded away.
    if (kill(running.process, SIGINT) != 0 && errno != ESRCH) {
        throw system_error(
            ErrorKind::connection,
            fmt::format("stop process {} in {}", running.process, folder.path.string())
        );
    }
    const auto deadline = Clock::now() + stop_patience;
    while (look_at(folder).process == running.process) {
        if (Clock::now() > deadline) {
            throw Error(
                ErrorKind::connection,
                fmt::format(
                    "the private server in {} did not stop within {} seconds",
                    folder.path.string(),
                    stop_patience.count()
                )
            );
        }
        std::this_thread::sleep_for(pause);
    }
    return true;
}

} // namespace runner::cluster
