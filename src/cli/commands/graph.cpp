// `heads` and `graph`: what depends on what.
#include "cli/commands/commands.hpp"
#include "cli/commands/picture.hpp"
#include "cli/exit_status.hpp"
#include "cli/graph_view.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"

#include <runner/graph.hpp>
#include <runner/picture.hpp>

#include <spdlog/fmt/fmt.h>

#include <optional>
#include <vector>

namespace runner::cli {
namespace {

void print_heads(const char* where, const std::vector<Head>& heads) {
    for (const auto& head : heads) {
        print(fmt::format("{:8}  {}\n", where, printable(head.label)));
    }
    if (heads.empty()) {
        print(fmt::format("{:8}  -\n", where));
    }
}

} // namespace

int run_heads(Context& context) {
    const auto& settings = context.settings;
    const auto files = heads_of_files(settings.options);
    std::optional<std::vector<Head>> database;
    if (!context.arguments.has("offline")) {
        database = heads_of_database(settings.options, context.console);
    }
    if (settings.json) {
        print(json_heads(files, database));
        return exit_done;
    }
    print_heads("files", files);
    if (database) {
        print_heads("database", *database);
    }
    return exit_done;
}

int run_graph(Context& context) {
    const auto graph = read_graph(context.settings.options);
    const auto form = picture_form(context);
    print(
        form == PictureForm::json  ? json_graph(graph)
        : form == PictureForm::svg ? drawn_as_svg(dot(graph))
        : form == PictureForm::dot ? dot(graph)
                                   : mermaid(graph)
    );
    return exit_done;
}

} // namespace runner::cli
