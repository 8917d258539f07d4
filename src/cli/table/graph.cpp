// What depends on what.
#include "cli/table/groups.hpp"

namespace runner::cli {

std::vector<Command> graph_commands() {
    return {
        {"heads",
         {},
         "Inspection",
         "",
         0,
         0,
         false,
         "the migrations that nothing builds on, of files and database",
         "A migration builds on all before it; one with @depends on what it names alone.",
         "runner heads\nrunner heads --offline --format json",
         {{"offline", 0, "", "of the files alone; needs no database"}}},
        {"graph",
         {},
         "Inspection",
         "",
         0,
         0,
         false,
         "what depends on what, as a Mermaid diagram",
         "Solid: @depends. Dashed: the order of the numbers. Needs no database.",
         "runner graph > graph.mmd\nrunner graph --dot | dot -Tsvg > graph.svg",
         {{"dot", 0, "", "for Graphviz instead of Mermaid"},
          {"svg", 0, "", "drawn by Graphviz, when its program dot is there"}}},
    };
}

} // namespace runner::cli
