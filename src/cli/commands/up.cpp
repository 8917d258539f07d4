// `up`: the database if asked for, the migrations, the seeds if asked for.
#include "cli/commands/commands.hpp"
#include "cli/commands/report.hpp"
#include "cli/target.hpp"

#include <runner/database.hpp>
#include <runner/runner.hpp>

namespace runner::cli {
namespace {

int dry_run(Context& context, Runner& runner, const Target& target) {
    std::vector<std::string> seeds;
    const auto plan = runner.plan_up(target);
    if (context.arguments.has("seed")) {
        for (const auto& seed : runner.status().seeds) {
            using enum SeedStatus::State;
            if (seed.state == pending || seed.state == changed) {
                seeds.push_back(seed.name);
            }
        }
    }
    return finish_dry_run(context, plan, seeds);
}

} // namespace

int run_up(Context& context) {
    const auto& arguments = context.arguments;
    const auto target = up_target(arguments.words);
    Runner runner(context.settings.options, context.console);
    if (arguments.has("dry-run")) {
        return dry_run(context, runner, target);
    }
    if (arguments.has("seed")) {
        refuse_when_protected(context.settings, "running seeds");
    }
    if (arguments.has("create") && create_database(context.settings.options, context.console)) {
        context.console.log().info("created the database");
    }
    const auto report = arguments.has("seed") ? runner.up_and_seed(target) : runner.up(target);
    return finish_report(context, report);
}

} // namespace runner::cli
