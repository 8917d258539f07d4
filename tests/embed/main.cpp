// An application that brings its database up to date before it starts, with the public headers
// only.
#include <runner/runner.hpp>

#include <iostream>

int main(int, char* arguments[]) {
    runner::Options options;
    options.database_url = arguments[1];
    options.migrations = arguments[2];
    try {
        const auto report = runner::Runner(options).up();
        std::cout << report.done.size() << " applied\n";
    } catch (const runner::Error& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
