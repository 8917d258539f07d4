// `squash`: what was proved, and what became of the folder.
#include "cli/commands/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/json_squash.hpp"
#include "cli/scratch.hpp"
#include "cli/target.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"
#include "cli/units.hpp"

#include <runner/squash.hpp>

#include <spdlog/fmt/fmt.h>

namespace runner::cli {
namespace {

std::string contents(const Squashed& squashed) {
    auto text = counted(squashed.objects, "object");
    if (squashed.rows > 0) {
        text += fmt::format(
            ", {} in {}", counted(squashed.rows, "row"), counted(squashed.tables, "table")
        );
    }
    if (!squashed.roles.empty()) {
        text += ", " + counted(squashed.roles.size(), "role");
    }
    return text;
}

std::string squashed_text(const Squashed& squashed) {
    auto text = fmt::format(
        "{} are one: {}\n"
        "  builds   {}\n"
        "  proof    both ways give the same schema, rows and sequences{}\n"
        "  a new database takes {} instead of {}\n",
        counted(squashed.migrations, "migration"),
        printable(squashed.label),
        contents(squashed),
        squashed.behind == 0
            ? ""
            : fmt::format(", and so with the {} behind", counted(squashed.behind, "migration")),
        duration_text(squashed.after),
        duration_text(squashed.before)
    );
    if (squashed.irreversible) {
        text += "  no way down: " + hanging(*squashed.irreversible) + "\n";
    }
    return text;
}

} // namespace

int run_squash(Context& context) {
    const auto& arguments = context.arguments;
    SquashRequest request;
    request.scratch = scratch_options(context);
    request.version = version_from(arguments.words.front());
    request.name = arguments.value("name").value_or(request.name);
    request.dry_run = arguments.has("dry-run");
    const auto squashed = squash_migrations(context.settings.options, context.console, request);
    print(
        context.settings.json ? json_squashed(squashed, request.dry_run) : squashed_text(squashed)
    );
    context.console.log().info(
        request.dry_run ? "nothing was moved or written; this was a dry run"
                        : fmt::format(
                              "the old files are in {}; look at it and commit it",
                              printable(squashed.archive.string())
                          )
    );
    return exit_done;
}

} // namespace runner::cli
