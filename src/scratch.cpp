// The commands of scratch.hpp.
#include "scratch/scratch_server.hpp"

#include <runner/scratch.hpp>

#include <algorithm>

namespace runner {

std::vector<std::string> scratch_leftovers(const ScratchOptions& scratch, const Options& options) {
    auto connection = scratch::connect_for_runs(scratch.url, options.interrupt);
    return scratch::leftovers(connection);
}

std::vector<std::string> drop_scratch_leftovers(
    const ScratchOptions& scratch, const Options& options, const std::vector<std::string>& names
) {
    auto connection = scratch::connect_for_runs(scratch.url, options.interrupt);
    auto dropped = scratch::leftovers(connection);
    std::erase_if(dropped, [&](const std::string& name) {
        return std::ranges::find(names, name) == names.end();
    });
    for (const auto& name : dropped) {
        connection.execute(
            "DROP DATABASE IF EXISTS " + connection.quote_name(name) + " WITH (FORCE)"
        );
    }
    return dropped;
}

} // namespace runner
