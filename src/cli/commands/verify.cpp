// `verify`: finds, shows, changes nothing.
#include "cli/commands/commands.hpp"
#include "cli/commands/report.hpp"
#include "cli/github.hpp"
#include "cli/json_integrity.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"

#include <runner/integrity.hpp>
#include <runner/runner.hpp>

#include <spdlog/fmt/fmt.h>

namespace runner::cli {
namespace {

Review find(Context& context) {
    const auto& options = context.settings.options;
    if (const auto base = context.arguments.value("base")) {
        return verify_branch(options, *base);
    }
    Runner runner(options, context.console);
    return {context.arguments.has("offline") ? runner.verify_files() : runner.verify(), {}};
}

void show(Context& context, const Review& review) {
    if (context.settings.json) {
        print(json_review("verify", review));
        return;
    }
    if (context.settings.github) {
        for (const auto& problem : review.problems) {
            print(annotation(AnnotationLevel::error, problem));
        }
        for (const auto& notice : review.notices) {
            print(annotation(AnnotationLevel::notice, notice));
        }
        return;
    }
    print_problems(context, review.problems);
    for (const auto& notice : review.notices) {
        context.console.log().info("note: " + hanging(notice.message));
    }
}

} // namespace

int run_verify(Context& context) {
    const auto review = find(context);
    show(context, review);
    const auto count = review.problems.size();
    auto& log = context.console.log();
    if (count > 0) {
        log.error(fmt::format("{} {} found", count, count == 1 ? "problem" : "problems"));
    } else if (const auto base = context.arguments.value("base")) {
        log.info("the files can go into " + printable(*base));
    } else {
        log.info(
            context.arguments.has("offline") ? "the files are in order" : "files and history agree"
        );
    }
    return problems_exit_status(review.problems);
}

} // namespace runner::cli
