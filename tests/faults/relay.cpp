#include "relay.hpp"

#include <algorithm>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace runner::faults {

namespace {

void prepare(int socket) {
    const int yes = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes); // fails for a unix socket
    fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK);
}

/// What is left unread would turn the close into a reset.
void discard_input(int socket) {
    char buffer[4096];
    while (recv(socket, buffer, sizeof buffer, 0) > 0) {
    }
}

} // namespace

Relay::Relay(int client, int server, std::uint64_t number, const Settings& settings)
    : number_(number), delay_(settings.delay), sockets_{client, server} {
    prepare(client);
    prepare(server);
    for (const auto& fault : settings.faults) {
        if (fault.connection == number || fault.connection == 0) {
            flows_[index(fault.side)].set(fault);
        }
    }
}

Relay::~Relay() {
    close_both();
}

short Relay::events(Side side, Clock::time_point now) const {
    const auto& incoming = flows_[index(side)];
    const auto& outgoing = flows_[1 - index(side)];
    short events = 0;
    if (incoming.wants_to_read()) {
        events |= POLLIN;
    }
    if (outgoing.due() && *outgoing.due() <= now) {
        events |= POLLOUT;
    }
    return events;
}

std::optional<Clock::time_point> Relay::due(Clock::time_point now) const {
    std::optional<Clock::time_point> first;
    for (const auto& flow : flows_) {
        const auto due = flow.due();
        if (due && *due > now && (!first || *due < *first)) {
            first = due;
        }
    }
    return first;
}

void Relay::work(std::array<bool, 2> readable, Clock::time_point now) {
    for (const std::size_t from : {0U, 1U}) {
        auto& flow = flows_[from];
        if (readable[from] && flow.wants_to_read()) {
            read(from, now);
        }
        flow.write_to(sockets_[1 - from], now);
        if (flow.at_fault() && flow.is_empty() && !happened_[from]) {
            happened_[from] = true;
            happen(from, flow.fault()->kind);
            if (over_ || stalled_) {
                return;
            }
        }
        if (flow.has_ended() && flow.is_empty()) {
            pass_end(from);
        }
    }
    if (end_passed_[0] && end_passed_[1]) {
        close_both();
    }
}

void Relay::read(std::size_t from, Clock::time_point now) {
    auto& flow = flows_[from];
    if (!flow.read_from(sockets_[from], now + delay_)) {
        return;
    }
    if (from == index(Side::server)) {
        turnarounds_ += client_spoke_ ? 1 : 0;
        if (flow.framing().is_opaque()) {
            flows_[index(Side::client)].framing().become_opaque();
        }
    } else if (flow.framing().takes_request()) {
        flows_[index(Side::server)].framing().expect_answer();
    }
    client_spoke_ = from == index(Side::client);
}

void Relay::pass_end(std::size_t from) {
    if (!end_passed_[from]) {
        end_passed_[from] = true;
        shutdown(sockets_[1 - from], SHUT_WR);
    }
}

void Relay::happen(std::size_t from, Fault::Kind kind) {
    ++faults_;
    switch (kind) {
    case Fault::Kind::half_close:
        flows_[from].give_up();
        return;
    case Fault::Kind::stall:
        stalled_ = true;
        return;
    case Fault::Kind::reset:
        for (const int socket : sockets_) {
            const linger at_once{1, 0};
            setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        }
        break;
    case Fault::Kind::cut:
        for (const int socket : sockets_) {
            shutdown(socket, SHUT_WR);
            discard_input(socket);
        }
        break;
    }
    close_both();
}

void Relay::close_both() {
    if (!over_) {
        over_ = true;
        close(sockets_[0]);
        close(sockets_[1]);
    }
}

} // namespace runner::faults
