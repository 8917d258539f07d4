// Stands between a client and a PostgreSQL server, counts what passes, and breaks the connection
// where it is told to. One thread, one poll loop.
#include "relay.hpp"
#include "settings.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>

namespace runner::faults {

namespace {

volatile std::sig_atomic_t stopped = 0;

[[noreturn]] void fail(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

template <typename Address>
const sockaddr* as_address(const Address& address) {
    return reinterpret_cast<const sockaddr*>(&address);
}

/// A connected socket, or -1.
int connect_to(const std::string& server) {
    int result = -1;
    int socket = -1;
    if (server.starts_with('/')) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        server.copy(address.sun_path, sizeof address.sun_path - 1);
        socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        result = connect(socket, as_address(address), sizeof address);
    } else {
        const auto address = loopback(static_cast<std::uint16_t>(std::stoul(server)));
        socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        result = connect(socket, as_address(address), sizeof address);
    }
    if (result != 0) {
        close(socket);
        return -1;
    }
    return socket;
}

class Proxy {
public:
    explicit Proxy(Settings settings) : settings_(std::move(settings)) { listen(); }

    void run();
    void print_counts() const;

private:
    struct Total {
        Counts client, server;
        std::uint64_t turnarounds = 0;

        void add(const Relay& relay);
        [[nodiscard]] std::string text() const;
    };

    void listen();
    void accept();
    void advance(Relay& relay, std::array<bool, 2> readable);
    void serve(const std::vector<pollfd>& polled, std::size_t first);
    [[nodiscard]] std::vector<pollfd> poll_list(Clock::time_point now) const;
    [[nodiscard]] std::chrono::nanoseconds pause(Clock::time_point now) const;
    void count(const Relay& relay, Total& all, Total& watched) const;

    Settings settings_;
    int listener_ = -1;
    std::vector<std::unique_ptr<Relay>> relays_;
    std::uint64_t connections_ = 0;
    std::uint64_t faults_ = 0;
    Total ended_, watched_;
};

void Proxy::Total::add(const Relay& relay) {
    client.bytes += relay.counts(Side::client).bytes;
    client.messages += relay.counts(Side::client).messages;
    server.bytes += relay.counts(Side::server).bytes;
    server.messages += relay.counts(Side::server).messages;
    turnarounds += relay.turnarounds();
}

std::string Proxy::Total::text() const {
    std::array<char, 256> buffer{};
    std::snprintf(
        buffer.data(),
        buffer.size(),
        R"("client": {"bytes": %ju, "messages": %ju}, "server": {"bytes": %ju, "messages": %ju}, )"
        R"("turnarounds": %ju)",
        std::uintmax_t{client.bytes},
        std::uintmax_t{client.messages},
        std::uintmax_t{server.bytes},
        std::uintmax_t{server.messages},
        std::uintmax_t{turnarounds}
    );
    return buffer.data();
}

void Proxy::listen() {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    auto address = loopback(settings_.port);
    constexpr int backlog = 128;
    if (bind(listener_, as_address(address), sizeof address) != 0 ||
        ::listen(listener_, backlog) != 0) {
        fail("cannot listen");
    }
    socklen_t length = sizeof address;
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
    std::printf("%d\n", ntohs(address.sin_port));
    std::fflush(stdout);
}

void Proxy::accept() {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) {
        return;
    }
    const bool welcome = !settings_.away || faults_ == 0;
    const int server = welcome ? connect_to(settings_.server) : -1;
    ++connections_;
    if (server < 0) {
        close(client);
        return;
    }
    relays_.push_back(std::make_unique<Relay>(client, server, connections_, settings_));
    advance(*relays_.back(), {}); // a fault at position 0 waits for nothing
}

void Proxy::advance(Relay& relay, std::array<bool, 2> readable) {
    const auto before = relay.faults();
    relay.work(readable, Clock::now());
    faults_ += relay.faults() - before;
    if (relay.is_over()) {
        count(relay, ended_, watched_);
    }
}

std::vector<pollfd> Proxy::poll_list(Clock::time_point now) const {
    std::vector<pollfd> list;
    list.push_back({listener_, POLLIN, 0});
    list.push_back({settings_.guarded ? STDIN_FILENO : -1, POLLIN, 0});
    for (const auto& relay : relays_) {
        for (const Side side : {Side::client, Side::server}) {
            const auto events = relay->events(side, now);
            // A side without events would still report that it hung up, again and again.
            const bool idle = relay->is_stalled() || events == 0;
            list.push_back({idle ? -1 : relay->descriptor(side), events, 0});
        }
    }
    return list;
}

std::chrono::nanoseconds Proxy::pause(Clock::time_point now) const {
    std::chrono::nanoseconds shortest = std::chrono::seconds(1);
    for (const auto& relay : relays_) {
        if (const auto due = relay->due(now); due && !relay->is_stalled()) {
            shortest = std::min<std::chrono::nanoseconds>(shortest, *due - now);
        }
    }
    return shortest;
}

void Proxy::run() {
    while (stopped == 0) {
        const auto now = Clock::now();
        auto list = poll_list(now);
        const auto wait = pause(now).count();
        const timespec limit{wait / 1'000'000'000, wait % 1'000'000'000};
        sigset_t none;
        sigemptyset(&none); // SIGTERM comes through here and nowhere else
        const int ready = ppoll(list.data(), list.size(), &limit, &none);
        if (ready < 0) {
            if (errno != EINTR) {
                fail("poll");
            }
            continue;
        }
        char ignored = 0;
        if (list[1].revents != 0 && read(STDIN_FILENO, &ignored, 1) <= 0) {
            return;
        }
        constexpr std::size_t others = 2;
        serve(list, others);
        if (list[0].revents != 0) {
            accept();
        }
        std::erase_if(relays_, [](const auto& relay) { return relay->is_over(); });
    }
}

void Proxy::serve(const std::vector<pollfd>& polled, std::size_t first) {
    for (std::size_t at = 0; at < relays_.size(); ++at) {
        auto& relay = *relays_[at];
        if (relay.is_stalled()) {
            continue;
        }
        constexpr short input = POLLIN | POLLHUP | POLLERR;
        advance(
            relay,
            {(polled[first + 2 * at].revents & input) != 0,
             (polled[first + 2 * at + 1].revents & input) != 0}
        );
    }
}

void Proxy::count(const Relay& relay, Total& all, Total& watched) const {
    const auto watched_number = settings_.faults.empty() ? 1 : settings_.faults[0].connection;
    all.add(relay);
    if (relay.number() == watched_number) {
        watched.add(relay);
    }
}

void Proxy::print_counts() const {
    auto all = ended_;
    auto watched = watched_;
    for (const auto& relay : relays_) {
        count(*relay, all, watched);
    }
    std::printf(
        "{\"connections\": %ju, \"faults\": %ju, %s, \"watched\": {%s}}\n",
        std::uintmax_t{connections_},
        std::uintmax_t{faults_},
        all.text().c_str(),
        watched.text().c_str()
    );
}

} // namespace

} // namespace runner::faults

int main(int argument_count, char* arguments[]) {
    using namespace runner::faults;
    try {
        const std::vector<std::string> words(arguments + 1, arguments + argument_count);
        const auto settings = settings_from(words);
        sigset_t term;
        sigemptyset(&term);
        sigaddset(&term, SIGTERM);
        sigprocmask(SIG_BLOCK, &term, nullptr);
        std::signal(SIGTERM, [](int) { stopped = 1; });
        Proxy proxy(settings);
        proxy.run();
        proxy.print_counts();
        return 0;
    } catch (const std::invalid_argument& mistake) {
        std::fprintf(stderr, "proxy: %s\n\n%s", mistake.what(), usage);
        return 2;
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "proxy: %s\n", failure.what());
        return 1;
    }
}
