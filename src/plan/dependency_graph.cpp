#include "plan/dependency_graph.hpp"

#include "plan/lookup.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace runner {
namespace {

/// Nodes come in order; their edges with them.
class GraphBuilder {
public:
    /// `script` may be null: then nobody says what it depends on. What is not in the graph is
    /// passed over.
    void add(Graph::Node node, const Script* script) {
        const auto at = graph_.nodes.size();
        if (node.version) {
            versions_.emplace(*node.version, at);
        } else {
            repeatables_.emplace(node.label, at);
        }
        graph_.nodes.push_back(std::move(node));
        scripts_.push_back(script);
    }

    Graph finish() {
        std::set<std::size_t> ends; // of the migrations so far
        for (std::size_t at = 0; at < graph_.nodes.size(); ++at) {
            bool names_versions = false;
            for (const auto& dependency : dependencies_of(at)) {
                const auto from = find(dependency);
                if (!from) {
                    continue;
                }
                graph_.edges.push_back({.from = *from, .to = at, .declared = true});
                names_versions = names_versions || dependency.version.has_value();
                if (is_migration(at)) {
                    ends.erase(*from);
                }
            }
            if (!is_migration(at)) {
                continue;
            }
            if (!names_versions) {
                for (const auto end : ends) {
                    graph_.edges.push_back({.from = end, .to = at, .declared = false});
                }
                ends.clear();
            }
            ends.insert(at);
        }
        return std::move(graph_);
    }

private:
    [[nodiscard]] bool is_migration(std::size_t at) const {
        return graph_.nodes[at].version.has_value();
    }

    [[nodiscard]] std::vector<Dependency> dependencies_of(std::size_t at) const {
        return scripts_[at] == nullptr ? std::vector<Dependency>() : scripts_[at]->header.depends;
    }

    [[nodiscard]] std::optional<std::size_t> find(const Dependency& dependency) const {
        if (dependency.version) {
            const auto found = versions_.find(*dependency.version);
            return found == versions_.end() ? std::nullopt : std::optional(found->second);
        }
        const auto found = repeatables_.find(dependency.repeatable);
        return found == repeatables_.end() ? std::nullopt : std::optional(found->second);
    }

    Graph graph_;
    std::vector<const Script*> scripts_;
    std::map<Version, std::size_t> versions_;
    std::map<std::string, std::size_t> repeatables_;
};

} // namespace

Graph dependency_graph(const Sources& sources) {
    GraphBuilder builder;
    for (const auto& migration : sources.migrations) {
        builder.add(
            {migration.label(), migration.version, migration.up.header.description}, &migration.up
        );
    }
    for (const auto& repeatable : sources.repeatables) {
        builder.add(
            {repeatable.name, std::nullopt, repeatable.script.header.description},
            &repeatable.script
        );
    }
    return builder.finish();
}

Graph applied_graph(const Sources& sources, const History& history) {
    GraphBuilder builder;
    for (const auto& [version, row] : by_version(history)) {
        const auto* file = find_migration(sources, version);
        builder.add({label_of(sources, *row), version, {}}, file == nullptr ? nullptr : &file->up);
    }
    return builder.finish();
}

std::vector<Head> find_heads(const Graph& graph) {
    std::set<std::size_t> followed;
    for (const auto& edge : graph.edges) {
        if (graph.nodes[edge.to].version) {
            followed.insert(edge.from); // what a repeatable builds on is an end all the same
        }
    }
    std::vector<Head> heads;
    for (std::size_t at = 0; at < graph.nodes.size(); ++at) {
        const auto& node = graph.nodes[at];
        if (node.version && !followed.contains(at)) {
            heads.push_back({*node.version, node.label});
        }
    }
    return heads;
}

} // namespace runner
