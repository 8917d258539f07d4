// The database itself, and the private server of `embedded:DIR`.
#pragma once

#include <runner/observer.hpp>
#include <runner/options.hpp>
#include <runner/status.hpp>

#include <string>
#include <vector>

namespace runner {

/// True when it was created, false when it was there.
bool create_database(const Options& options, Observer& observer);

/// Ends other sessions' connections when `force`. True when it was dropped, false when there was
/// none.
bool drop_database(const Options& options, Observer& observer, bool force);

/// Returns when the server accepts connections. Throws Error{lock} when Options::wait is over.
void wait_for_server(const Options& options, Observer& observer);

/// Connects once.
[[nodiscard]] ServerInfo server_info(const Options& options, Observer& observer);

/// Whether Options::database_url is `embedded:DIR`.
[[nodiscard]] bool is_embedded(const Options& options);

/// Runs psql on the database, with our terminal and these arguments, and returns its exit status.
/// The password reaches it through its environment only. A private server runs for as long as psql
/// does. Throws Error{usage} when there is no psql.
int run_shell(
    const Options& options, Observer& observer, const std::vector<std::string>& arguments
);

/// Starts the private server and leaves it running; returns a URL psql takes.
std::string start_embedded(const Options& options);

/// False when it was not running.
bool stop_embedded(const Options& options);

/// "15.8": of the libpq this program runs with.
[[nodiscard]] std::string libpq_version();

} // namespace runner
