// The commands of scratch.hpp.
#include "scratch/scratch_server.hpp"

#include <runner/scratch.hpp>

namespace runner {

std::vector<std::string> scratch_leftovers(const ScratchOptions& scratch, const Options& options) {
    auto connection = scratch::connect_for_runs(scratch.url, options.interrupt);
    return scratch::leftovers(connection);
}

std::vector<std::string>
drop_scratch_leftovers(const ScratchOptions& scratch, const Options& options) {
    auto connection = scratch::connect_for_runs(scratch.url, options.interrupt);
    auto names = scratch::leftovers(connection);
    for (const auto& name : names) {
        connection.execute(
            "DROP DATABASE IF EXISTS " + connection.quote_name(name) + " WITH (FORCE)"
        );
    }
    return names;
}

} // namespace runner
