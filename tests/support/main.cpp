// Catch2's main for programs that need a PostgreSQL server. Without one they are skipped (77 is
// meson's word for that), unless RUNNER_REQUIRE_POSTGRES=1 says that a skip is a failure.
#define CATCH_CONFIG_RUNNER
#include "support/cluster.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string_view>

namespace {

constexpr int skipped = 77;

bool server_is_required() {
    const char* const value = std::getenv("RUNNER_REQUIRE_POSTGRES");
    return value != nullptr && std::string_view(value) == "1";
}

} // namespace

int main(int argument_count, char* arguments[]) {
    try {
        if (!runner::test::Cluster::available()) {
            std::cerr << "no PostgreSQL programs on this machine: install them, or name their "
                         "folder in RUNNER_PG_BIN\n";
            return server_is_required() ? EXIT_FAILURE : skipped;
        }
        return Catch::Session().run(argument_count, arguments);
    } catch (const std::exception& failure) {
        std::cerr << failure.what() << '\n';
        return EXIT_FAILURE;
    }
}
