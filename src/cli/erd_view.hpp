// The tables of a database as text that others draw.
#pragma once

#include <runner/diagram.hpp>

#include <string>

namespace runner::cli {

/// https://mermaid.js.org/syntax/entityRelationshipDiagram.html
[[nodiscard]] std::string mermaid(const catalog::Diagram& diagram);

/// https://graphviz.org/doc/info/lang.html
[[nodiscard]] std::string dot(const catalog::Diagram& diagram);

[[nodiscard]] std::string json_erd(const catalog::Diagram& diagram);

} // namespace runner::cli
