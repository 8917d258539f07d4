// How long a scratch server takes: from nothing to the first query, a second database as a copy of
// one with tables in it, and until nothing is left.
#include "pg/connection.hpp"
#include "scratch/scratch_server.hpp"

#include <CLI/CLI.hpp>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* tables =
    "do $$ begin for i in 1..100 loop execute format('create table t%s (id int primary key, a "
    "text unique)', i); end loop; end $$";

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// The first query in a database of that name.
void query(const runner::scratch::ScratchServer& server, const std::string& database) {
    const runner::pg::Conninfo conninfo(server.url(database));
    runner::pg::Connection(conninfo, nullptr).execute("select count(*) from pg_class");
}

void print(const char* what, std::vector<double> times) {
    std::sort(times.begin(), times.end());
    fmt::print(
        "{:<40} {:>8.0f} {:>8.0f} {:>8.0f}\n",
        what,
        times.front(),
        times[times.size() / 2],
        times.back()
    );
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app("How long a scratch server takes, in milliseconds");
    runner::ScratchOptions options;
    std::size_t runs = 20;
    app.add_option("--pg-bin", options.pg_bin, "folder of initdb and postgres");
    app.add_option("--runs", runs, "servers to start")->check(CLI::PositiveNumber);
    CLI11_PARSE(app, argc, argv);

    std::vector<double> first;
    std::vector<double> copied;
    std::vector<double> gone;
    for (std::size_t run = 0; run < runs; ++run) {
        auto start = Clock::now();
        std::optional<runner::scratch::ScratchServer> server(
            std::in_place, options, runner::scratch::Likeness{}, nullptr
        );
        const auto database = server->create();
        query(*server, database);
        first.push_back(milliseconds_since(start));
        {
            const runner::pg::Conninfo conninfo(server->url(database));
            runner::pg::Connection(conninfo, nullptr).execute(tables);
        }
        start = Clock::now();
        query(*server, server->copy(database));
        copied.push_back(milliseconds_since(start));
        start = Clock::now();
        server.reset();
        gone.push_back(milliseconds_since(start));
    }
    fmt::print("{:<40} {:>8} {:>8} {:>8}\n", "milliseconds", "least", "median", "most");
    print("first query of a new server", first);
    print("first query of a copy, 100 tables", copied);
    print("nothing is left", gone);
    return 0;
}
