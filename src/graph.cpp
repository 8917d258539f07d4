// The files, and what is applied of them, as a graph.
#include "discover/sources.hpp"
#include "plan/dependency_graph.hpp"
#include "plan/replacements.hpp"
#include "work/connected.hpp"

#include <runner/graph.hpp>

namespace runner {

Graph read_graph(const Options& options) {
    return dependency_graph(discover(options, Downs::leave));
}

std::vector<Head> heads_of_files(const Options& options) {
    return find_heads(read_graph(options));
}

std::vector<Head> heads_of_database(const Options& options, Observer& observer) {
    auto sources = discover(options, Downs::leave);
    const Connected session(options, observer);
    settle_replacements(sources, session.history);
    return find_heads(applied_graph(sources, session.history));
}

} // namespace runner
