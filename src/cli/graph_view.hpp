// A graph as text for the programs that draw it.
#pragma once

#include <runner/graph.hpp>

#include <optional>
#include <string>
#include <vector>

namespace runner::cli {

/// Names come from files and never end a string of either language.
[[nodiscard]] std::string mermaid(const Graph& graph);
[[nodiscard]] std::string dot(const Graph& graph);

[[nodiscard]] std::string json_graph(const Graph& graph);
/// `database` is null when nobody asked it.
[[nodiscard]] std::string
json_heads(const std::vector<Head>& files, const std::optional<std::vector<Head>>& database);

} // namespace runner::cli
