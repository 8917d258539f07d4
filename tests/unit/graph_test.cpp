// What builds on what, and what nothing builds on.
#include "cli/graph_view.hpp"
#include "plan/dependency_graph.hpp"
#include "support/plan_builders.hpp"

#include <catch2/catch.hpp>

using namespace runner;
using namespace runner::test;

namespace {

Migration on(Migration migration, const std::vector<std::string>& versions) {
    for (const auto& digits : versions) {
        Dependency dependency{digits};
        dependency.version = Version::from(digits);
        migration.up.header.depends.push_back(dependency);
    }
    return migration;
}

Repeatable on(Repeatable repeatable, const std::string& digits) {
    repeatable.script.header.depends = on(migration("9"), {digits}).up.header.depends;
    return repeatable;
}

/// "001>002" by the numbers, "001=>003" by @depends.
std::string edges(const Graph& graph) {
    std::string text;
    for (const auto& edge : graph.edges) {
        text += (text.empty() ? "" : " ") + graph.nodes[edge.from].label.substr(0, 3) +
                (edge.declared ? "=>" : ">") + graph.nodes[edge.to].label.substr(0, 3);
    }
    return text;
}

std::string heads(const Graph& graph) {
    std::string text;
    for (const auto& head : find_heads(graph)) {
        text += (text.empty() ? "" : " ") + head.label;
    }
    return text;
}

} // namespace

TEST_CASE("Without dependencies the files are a chain, and the highest is its head") {
    const auto graph =
        dependency_graph(files({migration("001"), migration("002"), migration("003")}));
    CHECK(edges(graph) == "001>002 002>003");
    CHECK(heads(graph) == "003_m3");
    CHECK(heads(dependency_graph({})).empty());
}

TEST_CASE("Branches have a head each until a file builds on all of them") {
    auto sources = files({migration("001"), migration("002"), on(migration("003"), {"1"})});
    CHECK(edges(dependency_graph(sources)) == "001>002 001=>003");
    CHECK(heads(dependency_graph(sources)) == "002_m2 003_m3");
    sources.migrations.push_back(migration("004"));
    CHECK(edges(dependency_graph(sources)) == "001>002 001=>003 002>004 003>004");
    CHECK(heads(dependency_graph(sources)) == "004_m4");
    sources.migrations.back() = on(migration("004"), {"2", "3"});
    CHECK(heads(dependency_graph(sources)) == "004_m4");
}

TEST_CASE("A repeatable is in the graph, and takes nobody's place as a head") {
    auto sources = files({migration("001"), migration("002")});
    sources.repeatables = {on(repeatable("R_a"), "2")};
    const auto graph = dependency_graph(sources);
    CHECK(edges(graph) == "001>002 002=>R_a");
    CHECK(heads(graph) == "002_m2");
    CHECK(
        cli::mermaid(graph) == "flowchart TD\n"
                               "    n0[\"001_m1\"]\n"
                               "    n1[\"002_m2\"]\n"
                               "    n2([\"R_a\"])\n"
                               "    n0 -.-> n1\n"
                               "    n1 --> n2\n"
    );
    CHECK(
        cli::dot(graph) == "digraph migrations {\n"
                           "    node [shape=box];\n"
                           "    n0 [label=\"001_m1\"];\n"
                           "    n1 [label=\"002_m2\"];\n"
                           "    n2 [label=\"R_a\", style=rounded];\n"
                           "    n0 -> n1 [style=dashed];\n"
                           "    n1 -> n2;\n"
                           "}\n"
    );
}

TEST_CASE("The heads of a database are among what is applied") {
    const auto sources =
        files({migration("001"), migration("002"), on(migration("003"), {"1"}), migration("004")});
    const auto past = history(
        {applied(migration("001"), 1), applied(migration("003"), 2), applied(migration("002"), 3)}
    );
    CHECK(heads(applied_graph(sources, past)) == "002_m2 003_m3");
    const auto gone = history({applied(migration("001"), 1), applied(migration("009"), 2)});
    CHECK(heads(applied_graph(sources, gone)) == "9_m9");
}

TEST_CASE("A name from a history cannot end a string of the drawing") {
    Graph graph;
    graph.nodes.push_back({"1_a\"]; click n0 \\\n", Version{"1"}, {}});
    CHECK(cli::mermaid(graph) == "flowchart TD\n    n0[\"1_a']; click n0 //n\"]\n");
}
