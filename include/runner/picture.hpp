// A graph that Graphviz has drawn.
#pragma once

#include <string>
#include <string_view>

namespace runner {

/// SVG of a graph in the language DOT, made by the program `dot`, which is found through PATH and
/// started without a shell. Throws Error{usage} when it is not there or does not like the graph.
[[nodiscard]] std::string drawn_as_svg(std::string_view graph);

} // namespace runner
