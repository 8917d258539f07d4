// What every command holds while it works.
#pragma once

#include "connect/server.hpp"
#include "pg/connection.hpp"
#include "record/history_store.hpp"

#include <runner/history.hpp>
#include <runner/observer.hpp>
#include <runner/options.hpp>

#include <chrono>

namespace runner {

struct Connected {
    Connected(const Options& options, Observer& observer)
        : server(options, observer),
          connection(server.connect(options.wait)),
          store(connection, options.history_schema, options.store_limit),
          history(first_look()) {}

    /// What read_body() asks for.
    [[nodiscard]] unsigned major_version() const noexcept {
        return static_cast<unsigned>(connection.server_version()) / 10'000;
    }

    /// A new session in place of one that is gone; everything that refers to it stays valid.
    void reconnect(std::chrono::milliseconds patience) { connection = server.connect(patience); }

    /// Every command begins with it, and nothing is done by then.
    [[nodiscard]] History first_look() {
        try {
            return store.load();
        } catch (Error& error) {
            error.say_state("nothing was done");
            throw;
        }
    }

    Server server;
    pg::Connection connection;
    HistoryStore store;
    History history;
};

} // namespace runner
