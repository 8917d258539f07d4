// `plan`, and the --dry-run of `up` and `down`.
#include "cli/commands/plan.hpp"

#include "cli/commands/report.hpp"
#include "cli/exit_status.hpp"
#include "cli/json_plan.hpp"
#include "cli/plan_view.hpp"
#include "cli/target.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"
#include "cli/usage_error.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>

namespace runner::cli {
namespace {

/// The command that carries out what is shown.
std::string acting_command(const Context& context, const PlanReview& review) {
    const auto& arguments = context.arguments;
    const auto& shown_by = arguments.command->name;
    std::string command = "runner ";
    command += shown_by != "plan" ? shown_by : arguments.has("down") ? "down" : "up";
    for (const auto& word : arguments.words) {
        command += " " + word;
    }
    for (const auto* option : {"seed", "atomic", "allow-out-of-order"}) {
        command += arguments.has(option) ? std::string(" --") + option : std::string();
    }
    return command + " --expect-plan " + review.plan_hash;
}

} // namespace

std::string expected_plan(const Arguments& arguments) {
    auto hash = arguments.value("expect-plan").value_or("");
    if (arguments.has("expect-plan") && !Checksum::from(hash)) {
        throw refusal(ErrorKind::usage, "--expect-plan: expected the hash that runner plan shows");
    }
    return hash;
}

int show_plan(Context& context, const PlanReview& review) {
    auto& log = context.console.log();
    const auto& plan = review.plan;
    const auto status = problems_exit_status(plan.problems);
    if (context.settings.json) {
        print(json_plan(context.arguments.command->name, review, context.arguments.has("dry-run")));
        return status;
    }
    if (context.settings.json_lines) {
        context.console.events().planned(plan);
        return status;
    }
    const bool every_statement = context.arguments.verbosity > 0;
    print(plan_view(review, context.settings.options.atomic, every_statement));
    for (const auto& text : plan.notices) {
        log.info("note: " + hanging(text));
    }
    print_problems(context, plan.problems);
    if (!plan.problems.empty()) {
        log.error("the plan cannot be carried out");
    } else if (plan.empty()) {
        log.info("nothing to do");
    } else {
        log.info("nothing was done; this and nothing else is done by:");
        log.info("  " + printable(acting_command(context, review)));
    }
    return status;
}

namespace {

PlanRequest request_of(const Arguments& arguments) {
    PlanRequest request;
    if (arguments.has("down")) {
        if (arguments.has("seed")) {
            throw refusal(ErrorKind::usage, "--seed is for what up would do: leave out --down");
        }
        request.direction = PlanRequest::Direction::down;
        request.target = down_target(arguments.words);
    } else {
        request.target = up_target(arguments.words);
        request.seed = arguments.has("seed");
    }
    return request;
}

/// The value of --from or --to; `open` is the word for none.
std::optional<Version>
end_of_range(const Arguments& arguments, std::string_view option, std::string_view open) {
    const auto value = arguments.value(option);
    return value && *value != open ? std::optional(version_from(*value)) : std::nullopt;
}

void check_together(const Arguments& arguments) {
    const bool offline = arguments.has("from") || arguments.has("to");
    const auto refuse = [](const char* words) { throw refusal(ErrorKind::usage, words); };
    if (offline && !arguments.has("sql")) {
        refuse("--from and --to are for --sql");
    }
    if (offline && !arguments.words.empty()) {
        refuse("with --from and --to there is no TARGET: --to is where the script ends");
    }
    if (offline && arguments.has("seed")) {
        refuse("which seeds have to run only a database knows: leave out --from and --to");
    }
    if (offline && arguments.has("down") && !arguments.has("from")) {
        refuse("--down needs --from: the migration that is the last applied one");
    }
    if (arguments.has("sql") && arguments.has("rehearse")) {
        refuse("--sql and --rehearse are two things: choose one");
    }
    if (arguments.has("sql") && arguments.has("atomic")) {
        refuse("a script has a transaction for each file: leave out --atomic");
    }
}

int write_script(Context& context) {
    const auto& arguments = context.arguments;
    const auto& options = context.settings.options;
    const auto sink = [](std::string_view piece) {
        constexpr std::size_t most = std::size_t{1} << 20; // the rows of a COPY may be many
        for (; !piece.empty(); piece.remove_prefix(std::min(piece.size(), most))) {
            print(std::string(piece.substr(0, most)));
        }
    };
    if (context.settings.json) {
        throw refusal(ErrorKind::usage, "a script is text: leave out --format json");
    }
    if (!arguments.has("from") && !arguments.has("to")) {
        write_psql_script(options, context.console, request_of(arguments), sink);
        return exit_done;
    }
    const bool down = arguments.has("down");
    write_psql_script(
        options,
        {.direction = down ? PlanRequest::Direction::down : PlanRequest::Direction::up,
         .from = end_of_range(arguments, "from", "base"),
         .to = end_of_range(arguments, "to", down ? "base" : "head")},
        sink
    );
    return exit_done;
}

int show_rehearsal(Context& context) {
    auto options = context.settings.options;
    if (!context.settings.lock_timeout_given) {
        constexpr std::chrono::milliseconds patience{500};
        options.lock_timeout = patience;
    }
    const auto rehearsal = rehearse(options, context.console, request_of(context.arguments));
    const auto failed =
        std::ranges::find(rehearsal.steps, Rehearsed::Outcome::failed, &Rehearsed::outcome);
    const auto status = failed == rehearsal.steps.end() ? exit_done : exit_failed;
    if (context.settings.json) {
        print(json_rehearsal(rehearsal, status));
        return status;
    }
    print(rehearsal_view(rehearsal));
    auto& log = context.console.log();
    if (status != exit_done) {
        context.console.show(*failed->error);
    }
    log.info(
        rehearsal.steps.empty() ? "nothing to do" : "everything was rolled back; nothing was done"
    );
    return status;
}

} // namespace

int run_plan(Context& context) {
    const auto& arguments = context.arguments;
    check_together(arguments);
    if (arguments.has("sql")) {
        return write_script(context);
    }
    if (arguments.has("rehearse")) {
        return show_rehearsal(context);
    }
    return show_plan(
        context, review_plan(context.settings.options, context.console, request_of(arguments))
    );
}

} // namespace runner::cli
