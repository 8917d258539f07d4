// `db …`: the database itself, and the private server of embedded:DIR.
#include "cli/commands/commands.hpp"
#include "cli/commands/report.hpp"
#include "cli/exit_status.hpp"
#include "cli/json.hpp"
#include "cli/status_view.hpp"
#include "cli/target.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"
#include "cli/usage_error.hpp"

#include <runner/database.hpp>
#include <runner/runner.hpp>
#include <runner/waiting.hpp>

#include <chrono>

namespace runner::cli {
namespace {

constexpr std::chrono::seconds usual_wait{60};

/// The document, or the sentence.
void report(Context& context, std::string_view field, bool value, const char* sentence) {
    if (context.settings.json) {
        print(json_fact(context.arguments.command->name, field, value));
    }
    context.console.log().info(sentence);
}

/// What is going to be dropped. A database that is not there cannot be asked who it is.
std::string doomed(Context& context) {
    try {
        return server_line(server_info(context.settings.options, context.console));
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::interrupted) {
            throw;
        }
        return "the database of the URL, which does not accept this connection";
    }
}

void require_embedded(const Context& context) {
    if (!is_embedded(context.settings.options)) {
        throw usage_error(
            "there is no private server to start or stop", "name one: --database-url embedded:DIR"
        );
    }
}

} // namespace

int run_db_create(Context& context) {
    const bool created = create_database(context.settings.options, context.console);
    report(
        context,
        "created",
        created,
        created ? "created the database" : "nothing to do; the database is there"
    );
    return exit_done;
}

int run_db_drop(Context& context) {
    refuse_when_protected(context.settings, "dropping the database");
    if (!context.settings.yes) {
        // Without anybody to ask, nothing is to be connected either.
        const auto name = can_ask() ? doomed(context) : std::string();
        if (!context.console.confirm({"  " + name}, "Drop it?", "dropping the database")) {
            return exit_failed;
        }
    }
    const bool dropped =
        drop_database(context.settings.options, context.console, context.arguments.has("force"));
    report(
        context,
        "dropped",
        dropped,
        dropped ? "dropped the database" : "nothing to do; there is no such database"
    );
    return exit_done;
}

int run_db_reset(Context& context) {
    const auto& settings = context.settings;
    refuse_when_protected(settings, "dropping the database");
    Runner runner(settings.options, context.console);
    // Files that do not hold together would leave nothing behind but an empty database.
    static_cast<void>(runner.verify_files());
    if (!settings.yes) {
        const auto name = can_ask() ? doomed(context) : std::string();
        if (!context.console.confirm(
                {"  " + name}, "Drop it and build it again?", "dropping the database"
            )) {
            return exit_failed;
        }
    }
    const bool dropped =
        drop_database(settings.options, context.console, context.arguments.has("force"));
    create_database(settings.options, context.console);
    context.console.log().info(
        dropped ? "dropped the database and created it again" : "created the database"
    );
    return finish_report(
        context, context.arguments.has("seed") ? runner.up_and_seed() : runner.up()
    );
}

int run_db_shell(Context& context) {
    return run_shell(context.settings.options, context.console, context.arguments.words);
}

int run_db_wait(Context& context) {
    auto options = context.settings.options;
    if (!context.settings.wait_given) {
        options.wait = usual_wait;
    }
    if (const auto word = context.arguments.value("for")) {
        const auto target = *word == "head" ? Target{} : version_target(*word);
        const auto found = wait_for_migration(options, context.console, target, options.wait);
        if (context.settings.json) {
            print(json_applied("db wait", found.applied));
        }
        context.console.log().info(printable(found.label) + " is applied");
        return exit_done;
    }
    wait_for_server(options, context.console);
    report(context, "ready", true, "the server accepts connections");
    return exit_done;
}

int run_db_start(Context& context) {
    require_embedded(context);
    const auto url = start_embedded(context.settings.options);
    print(context.settings.json ? json_fact("db start", "url", url) : url + "\n");
    return exit_done;
}

int run_db_stop(Context& context) {
    require_embedded(context);
    const bool stopped = stop_embedded(context.settings.options);
    report(
        context,
        "stopped",
        stopped,
        stopped ? "stopped the server" : "nothing to do; the server is not running"
    );
    return exit_done;
}

} // namespace runner::cli
