// `show`: one migration; reading only.
#include "cli/commands/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/json.hpp"
#include "cli/show_view.hpp"
#include "cli/target.hpp"
#include "cli/terminal.hpp"
#include "cli/tokens.hpp"

#include <runner/showing.hpp>

namespace runner::cli {
namespace {

/// The bytes as they were kept, for a pipe: nothing is made printable.
int print_stored(const Shown& shown, const std::string& which, bool json) {
    if (which != "up" && which != "down") {
        throw Error(ErrorKind::usage, "--sql: expected up or down, not " + shown_token(which));
    }
    const auto& stored = shown.origin ? shown.origin->stored : Stored{};
    const auto& text = which == "up" ? stored.up_sql : stored.down_sql;
    if (!text) {
        Error error(
            ErrorKind::usage,
            shown.origin ? "the history has kept no " + which + " text of " + shown.status.label
                         : shown.status.label + " is not applied: the history has no text of it"
        );
        error.say_advice("texts are kept when a migration is applied, up to store_limit");
        throw error;
    }
    print(json ? json_fact("show", "sql", *text) : *text);
    return exit_done;
}

} // namespace

int run_show(Context& context) {
    const auto& [arguments, settings, console] = context;
    const auto target = version_target(arguments.words.front());
    const auto shown = show(settings.options, console, target);
    const Paint paint{uses_color(settings.console.color, stdout)};
    if (const auto which = arguments.value("sql")) {
        return print_stored(shown, *which, settings.json);
    }
    if (settings.json) {
        print(json_show(shown));
    } else if (arguments.has("diff")) {
        const auto differences = show_differences(shown, paint);
        print(differences);
        if (differences.empty()) {
            console.log().info("nothing differs from the text kept in the history");
        }
    } else {
        print(show_view(shown, paint));
    }
    return exit_done;
}

} // namespace runner::cli
