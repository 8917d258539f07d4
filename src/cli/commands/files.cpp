// `init` and `new`: files only.
#include "cli/commands/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/json.hpp"
#include "cli/target.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"

#include <runner/files.hpp>

namespace runner::cli {
namespace {

void print_paths(const Context& context, const std::vector<std::filesystem::path>& paths) {
    if (context.settings.json) {
        print(json_paths(context.arguments.command->name, paths));
        return;
    }
    for (const auto& path : paths) {
        print(printable(path.string()) + "\n");
    }
}

} // namespace

int run_init(Context& context) {
    const auto written = create_project(".");
    print_paths(context, written);
    const auto& options = context.settings.options;
    context.console.log().info(
        written.empty()                 ? "nothing to do; everything is there"
        : !options.database_url.empty() ? "next: runner up --seed"
                                        : "next: say where the database is, then run: runner up "
                                          "--seed\n  export DATABASE_URL=postgres://USER@HOST/"
                                          "DATABASE, or embedded:.database for a private one"
    );
    return exit_done;
}

int run_new(Context& context) {
    NewMigration request;
    for (const auto& word : context.arguments.words) {
        request.name += request.name.empty() ? word : " " + word;
    }
    if (const auto version = context.arguments.value("version")) {
        request.version = version_from(*version);
    }
    request.timestamp = context.arguments.has("timestamp");
    if (request.version && request.timestamp) {
        throw Error(ErrorKind::usage, "--version and --timestamp exclude each other");
    }
    print_paths(context, create_migration(context.settings.options, request));
    return exit_done;
}

} // namespace runner::cli
