// embedded:DIR from the outside: several processes, crashes, hostile folders. Everything is seen
// in what a client or the system's list of processes sees.
#include "cluster/private_server.hpp"
#include "support/database.hpp"
#include "support/folder.hpp"
#include "support/process.hpp"

#include <runner/error.hpp>

#include <catch2/catch.hpp>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <pwd.h>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace runner;
using namespace std::chrono_literals;
using cluster::PrivateServer;
using test::Process;
using test::Signpost;
using test::value_from;
namespace fs = std::filesystem;

namespace {

/// A folder for a server that is sure to be stopped at the end.
struct Place {
    Place() { fs::permissions(folder.path(), fs::perms(0755)); }

    ~Place() {
        try {
            PrivateServer::stop(server);
        } catch (const std::exception& failure) {
            WARN(failure.what());
        }
    }

    [[nodiscard]] cluster::ServerSettings settings() const {
        return {.folder = server, .settings = {}, .durable = false};
    }

    /// 0 when it is not running.
    [[nodiscard]] pid_t postmaster() const {
        pid_t process = 0;
        std::ifstream(server / "data/postmaster.pid") >> process;
        return process;
    }

    test::Folder folder;
    fs::path server = folder.path() / "server";
};

std::string text_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

Error failure_of(const cluster::ServerSettings& settings) {
    try {
        const PrivateServer server(settings);
    } catch (const Error& failure) {
        return failure;
    }
    throw std::runtime_error("the server started");
}

} // namespace

TEST_CASE("The first use creates a server that answers, and the last one stops it") {
    const Place place;
    {
        const PrivateServer server(place.settings());
        CHECK(value_from(server.conninfo("postgres"), "SELECT 6 * 7") == "42");
        CHECK(value_from(server.url("postgres"), "SHOW server_encoding") == "UTF8");
        CHECK(value_from(server.url("postgres"), "SHOW listen_addresses").empty());
        CHECK(place.postmaster() != 0);
    }
    CHECK(place.postmaster() == 0);
}

TEST_CASE("A server that was stopped has its data when it is used again") {
    const Place place;
    value_from(PrivateServer(place.settings()).conninfo("postgres"), "CREATE TABLE kept ()");

    const PrivateServer again(place.settings());

    CHECK(value_from(again.conninfo("postgres"), "SELECT to_regclass('kept')") == "kept");
}

TEST_CASE("A server with durable data keeps the server's own safety settings") {
    const Place place;

    const PrivateServer server({.folder = place.server, .settings = {"work_mem=7MB"}});

    CHECK(value_from(server.conninfo("postgres"), "SHOW fsync") == "on");
    CHECK(value_from(server.conninfo("postgres"), "SHOW work_mem") == "7MB");
}

TEST_CASE("Whoever uses the server last stops it, not who started it") {
    const Place place;
    const Signpost second_is_there;
    const Signpost first_is_gone;
    auto first = std::make_unique<PrivateServer>(place.settings());
    const Process second([&] {
        const PrivateServer shared(place.settings());
        second_is_there.say();
        first_is_gone.await();
        value_from(shared.conninfo("postgres"), "SELECT 1");
    });
    second_is_there.await();
    const pid_t postmaster = place.postmaster();

    first.reset();

    CHECK(place.postmaster() == postmaster);
    first_is_gone.say();
    CHECK(second.wait());
    CHECK(place.postmaster() == 0);
}

TEST_CASE("Eight processes that start at once on a fresh folder share one server") {
    const Place place;
    std::vector<Process> processes;
    processes.reserve(8);
    for (int number = 0; number < 8; ++number) {
        processes.emplace_back([&] {
            const PrivateServer server(place.settings());
            value_from(server.conninfo("postgres"), "SELECT pg_sleep(0.1)");
        });
    }
    for (const auto& process : processes) {
        CHECK(process.wait());
    }
    CHECK(place.postmaster() == 0);
}

TEST_CASE("A server that is kept outlives its users until it is stopped") {
    const Place place;
    PrivateServer(place.settings()).keep();
    CHECK(place.postmaster() != 0);
    { const PrivateServer another(place.settings()); }
    CHECK(place.postmaster() != 0);

    CHECK(PrivateServer::stop(place.server));

    CHECK(place.postmaster() == 0);
    CHECK_FALSE(PrivateServer::stop(place.server));
    { const PrivateServer forgotten(place.settings()); }
    CHECK(place.postmaster() == 0);
}

TEST_CASE("A user that was killed does not keep the server running for ever") {
    const Place place;
    const Signpost is_there;
    const Process killed([&] {
        const PrivateServer server(place.settings());
        is_there.say();
        std::this_thread::sleep_for(1h);
    });
    is_there.await();
    killed.kill(SIGKILL);
    CHECK_FALSE(killed.wait());
    const pid_t postmaster = place.postmaster();
    {
        const PrivateServer next(place.settings());
        CHECK(place.postmaster() == postmaster);
    }
    CHECK(place.postmaster() == 0);
}

TEST_CASE("A first start that is killed at any moment leaves nothing half done") {
    const auto delay = GENERATE(20ms, 100ms, 250ms, 400ms, 550ms, 700ms);
    const Place place;
    const Process killed([&] {
        const PrivateServer server(place.settings());
        std::this_thread::sleep_for(1h);
    });
    std::this_thread::sleep_for(delay);
    killed.kill(SIGKILL);
    CHECK_FALSE(killed.wait());
    {
        const PrivateServer next(place.settings());
        CHECK(value_from(next.conninfo("postgres"), "SELECT 1") == "1");
    }
    CHECK(place.postmaster() == 0);
}

TEST_CASE("A server whose machine crashed starts, though its number is somebody else's now") {
    const Place place;
    const Signpost is_there;
    const Process killed([&] {
        const PrivateServer server(place.settings());
        is_there.say();
        std::this_thread::sleep_for(1h);
    });
    is_there.await();
    const pid_t postmaster = place.postmaster();
    kill(postmaster, SIGKILL);
    killed.kill(SIGKILL);
    CHECK_FALSE(killed.wait());
    std::this_thread::sleep_for(200ms); // its children notice

    // A process of the server's user, which the server alone would take for a living server.
    const Process somebody([] {
        if (geteuid() == 0) {
            const passwd* const user = getpwnam("postgres");
            if (user == nullptr || setuid(user->pw_uid) != 0) {
                throw std::runtime_error("no user postgres");
            }
        }
        execl("/bin/sleep", "sleep", "60", nullptr);
    });
    const fs::path file = place.server / "data/postmaster.pid";
    std::string text = text_of(file);
    text.replace(0, text.find('\n'), std::to_string(somebody.number()));
    std::ofstream(file) << text;

    const PrivateServer next(place.settings());

    CHECK(value_from(next.conninfo("postgres"), "SELECT 1") == "1");
    CHECK(place.postmaster() != somebody.number());
    somebody.kill(SIGKILL);
    CHECK_FALSE(somebody.wait());
}

TEST_CASE("A path too long for a socket works through a folder in /tmp") {
    Place place;
    place.server /= std::string(100, 'x');
    const PrivateServer server(place.settings());

    CHECK(value_from(server.conninfo("postgres"), "SELECT 1") == "1");
    CHECK(value_from(server.url("postgres"), "SELECT 1") == "1");
    CHECK(server.conninfo("postgres").starts_with("host='/tmp/runner-"));
}

TEST_CASE("A folder may have a name that means something to a shell, to libpq or in a URL") {
    const auto* const name = GENERATE("it's \"$HOME\" 100% `a\\b` é&?", "one,two");
    Place place;
    place.server /= name;
    const PrivateServer server(place.settings());

    CHECK(value_from(server.conninfo("postgres"), "SELECT 1") == "1");
    CHECK(value_from(server.url("postgres"), "SELECT 1") == "1");
}

TEST_CASE("A folder that is not ours is refused and stays as it was") {
    const Place place;
    place.folder.write("server/data/PG_VERSION", "15\n");

    const auto failure = failure_of(place.settings());

    CHECK(failure.kind() == ErrorKind::usage);
    CHECK_THAT(failure.what(), Catch::Contains("is not empty and holds no private server"));
    CHECK_FALSE(failure.advice().empty());
    CHECK_FALSE(fs::exists(place.server / "lock"));
    CHECK_FALSE(PrivateServer::stop(place.server));
}

TEST_CASE("A folder that the server's user cannot reach is refused with a place it can") {
    if (geteuid() != 0) {
        WARN("needs root");
        return;
    }
    const Place place;
    fs::create_directory(place.folder.path() / "closed");
    fs::permissions(place.folder.path() / "closed", fs::perms::owner_all);

    const auto failure =
        failure_of({.folder = place.folder.path() / "closed/shop", .settings = {}});

    CHECK(failure.kind() == ErrorKind::usage);
    CHECK_THAT(failure.what(), Catch::Contains((place.folder.path() / "closed").string() + ","));
    CHECK_THAT(failure.advice(), Catch::Contains("embedded:/var/lib/runner/shop"));
    CHECK_FALSE(fs::exists(place.folder.path() / "closed/shop"));
}

TEST_CASE("A server that does not start says why") {
    const Place place;
    auto settings = place.settings();
    settings.settings = {"shared_buffers=nonsense"};

    const auto failure = failure_of(settings);

    CHECK(failure.kind() == ErrorKind::connection);
    CHECK_THAT(failure.what(), Catch::Contains("did not start"));
    CHECK_THAT(failure.what(), Catch::Contains("invalid value for parameter \"shared_buffers\""));
}

TEST_CASE("The server inherits neither our descriptors nor our secrets nor our terminal") {
    const Place place;
    const Signpost inheritable; // a pipe without O_CLOEXEC
    setenv("PGPORT", "1", 1);
    setenv("RUNNER_DATABASE_URL", "postgresql://secret", 1);
    const PrivateServer server(place.settings());
    unsetenv("PGPORT");
    unsetenv("RUNNER_DATABASE_URL");

    const pid_t postmaster = place.postmaster();
    const fs::path process = "/proc/" + std::to_string(postmaster);
    std::vector<std::string> ours;
    for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
        std::error_code closed; // the directory itself
        ours.push_back(fs::read_symlink(entry.path(), closed).string());
    }
    for (const auto& entry : fs::directory_iterator(process / "fd")) {
        const std::string target = fs::read_symlink(entry.path()).string();
        INFO(target);
        CHECK_THAT(target, !Catch::EndsWith("/lock") && !Catch::EndsWith("/users"));
        if (target.starts_with("pipe:")) {
            CHECK_THAT(ours, !Catch::VectorContains(target));
        }
    }
    CHECK_THAT(text_of(process / "environ"), !Catch::Contains("secret"));
    CHECK(getsid(postmaster) != getsid(0));
}

TEST_CASE("Whoever reads our output sees its end while the server runs on") {
    const Place place;
    std::array<int, 2> output{};
    REQUIRE(pipe(output.data()) == 0);
    const Process starter([&] {
        dup2(output[1], STDOUT_FILENO);
        dup2(output[1], STDERR_FILENO);
        close(output[1]);
        PrivateServer(place.settings()).keep();
    });
    close(output[1]);
    CHECK(starter.wait());

    char nothing = 0;
    CHECK(read(output[0], &nothing, 1) == 0);
    close(output[0]);
    CHECK(place.postmaster() != 0);
}
