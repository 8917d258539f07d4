// The graph of the files, and its ends. Pure.
#pragma once

#include <runner/graph.hpp>
#include <runner/history.hpp>
#include <runner/migration.hpp>

#include <vector>

namespace runner {

[[nodiscard]] Graph dependency_graph(const Sources& sources);

[[nodiscard]] std::vector<Head> find_heads(const Graph& graph);

/// What is applied, with the files' dependencies.
[[nodiscard]] Graph applied_graph(const Sources& sources, const History& history);

} // namespace runner
