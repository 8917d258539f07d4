#include "cli/graph_view.hpp"

#include "cli/json_parts.hpp"
#include "cli/text.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <string_view>

namespace runner::cli {
namespace {

/// Names of files hold letters, digits, `_`, `-` and `.`; a name in the history may hold anything.
std::string label_in_quotes(std::string_view label) {
    auto text = printable(label);
    std::ranges::replace(text, '"', '\'');
    std::ranges::replace(text, '\\', '/');
    return '"' + text + '"';
}

Json heads_json(const std::vector<Head>& heads) {
    Json list = Json::array();
    for (const auto& head : heads) {
        list.push_back({{"version", head.version.digits}, {"label", head.label}});
    }
    return list;
}

std::string document(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace

std::string mermaid(const Graph& graph) {
    std::string text = "flowchart TD\n";
    for (std::size_t at = 0; at < graph.nodes.size(); ++at) {
        const auto& node = graph.nodes[at];
        const auto label = label_in_quotes(node.label);
        text += node.version ? fmt::format("    n{}[{}]\n", at, label)
                             : fmt::format("    n{}([{}])\n", at, label);
    }
    for (const auto& edge : graph.edges) {
        text += fmt::format("    n{} {} n{}\n", edge.from, edge.declared ? "-->" : "-.->", edge.to);
    }
    return text;
}

std::string dot(const Graph& graph) {
    std::string text = "digraph migrations {\n    node [shape=box];\n";
    for (std::size_t at = 0; at < graph.nodes.size(); ++at) {
        const auto& node = graph.nodes[at];
        text += fmt::format(
            "    n{} [label={}{}];\n",
            at,
            label_in_quotes(node.label),
            node.version ? "" : ", style=rounded"
        );
    }
    for (const auto& edge : graph.edges) {
        text += fmt::format(
            "    n{} -> n{}{};\n", edge.from, edge.to, edge.declared ? "" : " [style=dashed]"
        );
    }
    return text + "}\n";
}

std::string json_graph(const Graph& graph) {
    Json json = {{"schema", 1}, {"command", "graph"}};
    auto& nodes = json["nodes"] = Json::array();
    for (const auto& node : graph.nodes) {
        nodes.push_back(
            {{"label", node.label},
             {"version", node.version ? Json(node.version->digits) : Json()},
             {"description", text_or_null(node.description)}}
        );
    }
    auto& edges = json["edges"] = Json::array();
    for (const auto& edge : graph.edges) {
        edges.push_back(
            {{"from", graph.nodes[edge.from].label},
             {"to", graph.nodes[edge.to].label},
             {"declared", edge.declared}}
        );
    }
    return document(json);
}

std::string
json_heads(const std::vector<Head>& files, const std::optional<std::vector<Head>>& database) {
    Json json = {{"schema", 1}, {"command", "heads"}, {"files", heads_json(files)}};
    json["database"] = database ? heads_json(*database) : Json();
    return document(json);
}

} // namespace runner::cli
