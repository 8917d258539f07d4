#include "connect/server.hpp"

#include "pg/waiting.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

namespace runner {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::string_view embedded_prefix = "embedded:";
constexpr auto pause_between_attempts = 200ms;

// Not answering, starting up, out of connection slots: all of these pass. A wrong password does
// not.
bool may_pass(const Error& error) {
    if (error.kind() != ErrorKind::connection) {
        return false;
    }
    if (!error.server()) {
        return true;
    }
    constexpr std::array<std::string_view, 3> passing = {"57P03", "53300", "57P01"};
    return std::find(passing.begin(), passing.end(), error.server()->sqlstate) != passing.end();
}

std::optional<cluster::PrivateServer> private_server(const Options& options) {
    const auto folder = embedded_folder(options);
    if (!folder) {
        return std::nullopt;
    }
    return std::optional<cluster::PrivateServer>(
        std::in_place, cluster::ServerSettings{.folder = *folder, .settings = {}}
    );
}

void advise(Error& error, const Options& options) {
    if (error.kind() != ErrorKind::connection) {
        return;
    }
    error.say_state("nothing was done");
    const auto sqlstate = error.server() ? error.server()->sqlstate : std::string();
    if (sqlstate == "3D000") {
        error.say_advice("create the database: runner db create, or: runner up --create");
    } else if (options.database_url.empty() && sqlstate.empty()) {
        error.say_advice(
            "say where the database is: DATABASE_URL=postgres://USER@HOST/DATABASE, or "
            "--database-url embedded:DIR for a private one"
        );
    } else if (may_pass(error)) {
        error.say_advice("is the server running? --wait 60s waits for it");
    }
}

[[noreturn]] void give_up(const Error& error) {
    Error over(ErrorKind::lock, std::string("the server did not come: ") + error.what());
    over.say_state("nothing was done");
    over.say_advice("wait longer with --wait, or look at the server's log");
    throw over;
}

} // namespace

std::optional<std::filesystem::path> embedded_folder(const Options& options) {
    const std::string_view url = options.database_url;
    if (url.substr(0, embedded_prefix.size()) != embedded_prefix) {
        return std::nullopt;
    }
    const auto folder = url.substr(embedded_prefix.size());
    if (folder.empty()) {
        Error error(ErrorKind::usage, "embedded: needs a folder");
        error.say_advice("write it as embedded:DIR, for example embedded:build/db");
        throw error;
    }
    return std::filesystem::absolute(folder);
}

Server::Server(const Options& options, Observer& observer)
    : options_(options),
      observer_(observer),
      private_server_(private_server(options)),
      conninfo_(
          private_server_ ? private_server_->conninfo(embedded_database) : options.database_url
      ) {}

pg::Connection Server::connect(std::chrono::milliseconds patience) {
    auto connection = [&] {
        try {
            return connect_waiting(conninfo_, patience);
        } catch (const Error& error) {
            if (!private_server_ || !error.server() || error.server()->sqlstate != "3D000") {
                throw;
            }
        }
        auto maintenance = connect_for_maintenance();
        ensure_database(maintenance, embedded_database);
        return connect_waiting(conninfo_, patience);
    }();
    if (!options_.role.empty()) {
        connection.execute("SET ROLE " + connection.quote_name(options_.role));
    }
    return connection;
}

pg::Connection Server::connect_for_maintenance() {
    auto maintenance = conninfo_;
    maintenance.set("dbname", "postgres");
    try {
        return connect_waiting(maintenance, options_.wait);
    } catch (const Error& error) {
        if (!error.server() || error.server()->sqlstate != "3D000") {
            throw;
        }
    }
    maintenance.set("dbname", "template1"); // somebody dropped postgres
    return connect_waiting(maintenance, options_.wait);
}

std::string Server::database() const {
    const auto name = conninfo_.value("dbname");
    return name.empty() ? conninfo_.value("user") : name; // as libpq does
}

pg::Connection
Server::connect_waiting(const pg::Conninfo& conninfo, std::chrono::milliseconds patience) {
    const auto deadline = Clock::now() + patience;
    for (bool told = false;;) {
        try {
            return {conninfo, options_.interrupt};
        } catch (Error& error) {
            if (!may_pass(error) || Clock::now() >= deadline) {
                if (may_pass(error) && patience > 0ms) {
                    give_up(error);
                }
                advise(error, options_);
                throw;
            }
            if (!told) {
                observer_.waiting_for_server(error.what());
                told = true;
            }
        }
        pg::sleep(pause_between_attempts, options_.interrupt);
    }
}

ServerInfo server_facts(pg::Connection& connection) {
    const auto facts = connection.execute("select pg_catalog.pg_is_in_recovery(), current_user");
    return {
        .version = connection.server_version_text(),
        .host = connection.host(),
        .port = connection.port(),
        .database = connection.database(),
        .user = std::string(facts.front().value(0, 1)),
        .standby = facts.front().boolean(0, 0)};
}

bool ensure_database(pg::Connection& maintenance, const std::string& name) {
    const auto found = maintenance.query(
        "select from pg_catalog.pg_database where datname operator(pg_catalog.=) "
        "$1::pg_catalog.name",
        {name}
    );
    if (found.rows() > 0) {
        return false;
    }
    try {
        maintenance.execute("CREATE DATABASE " + maintenance.quote_name(name));
    } catch (const Error& error) {
        // Somebody else was faster: 42P04, or 23505 when both were inside the same moment.
        if (error.server() &&
            (error.server()->sqlstate == "42P04" || error.server()->sqlstate == "23505")) {
            return false;
        }
        throw;
    }
    return true;
}

} // namespace runner
