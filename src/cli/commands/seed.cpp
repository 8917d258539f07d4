// `seed`: new and changed ones, or those named; or the proof that they can be run again.
#include "cli/commands/commands.hpp"
#include "cli/commands/report.hpp"
#include "cli/exit_status.hpp"
#include "cli/json_seeds.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"
#include "cli/units.hpp"
#include "cli/usage_error.hpp"

#include <runner/database.hpp>
#include <runner/runner.hpp>
#include <runner/seeds.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner::cli {
namespace {

std::string proof_line(const SeedProof& proof) {
    auto name = printable(proof.name);
    switch (proof.result) {
    case SeedProof::Result::proved:
        return fmt::format(
            "{}: a second run changes nothing ({}, {})",
            name,
            counted(proof.statements, "statement"),
            counted(proof.tables.size(), "table")
        );
    case SeedProof::Result::found:
        return fmt::format("{}: {}", name, counted(proof.findings.size(), "finding"));
    case SeedProof::Result::not_possible:
        return fmt::format("{}: not proved: {}", name, proof.reason);
    }
    return name;
}

int prove(Context& context, const SeedRequest& request) {
    const auto proofs = prove_seeds(context.settings.options, context.console, request);
    if (context.settings.json) {
        print(json_proofs(proofs));
        const bool found = std::ranges::any_of(proofs, [](const SeedProof& proof) {
            return proof.result == SeedProof::Result::found;
        });
        return found ? exit_finding : exit_done;
    }
    for (const auto& proof : proofs) {
        print_now(proof_line(proof) + "\n");
    }
    if (proofs.empty()) {
        context.console.log().info("there is no seed to prove");
    }
    require_proved(proofs);
    return exit_done;
}

/// False when it was declined. What is emptied is gone: only where it is said to be for
/// development.
bool may_truncate(const Context& context) {
    const auto& options = context.settings.options;
    if (context.settings.is_protected) {
        throw usage_error(
            "environment " + options.environment + " is protected; no table is emptied there",
            "leave out --truncate"
        );
    }
    if (options.environment.empty() && !is_embedded(options)) {
        throw usage_error(
            "--truncate empties tables, and nobody has said that this database is for development",
            "name its environment: --env development"
        );
    }
    return context.settings.yes || context.console.confirm(
                                       {"  the tables of the CSV seeds lose all their rows"},
                                       "Empty them?",
                                       "emptying tables"
                                   );
}

} // namespace

int run_seed(Context& context) {
    const auto& arguments = context.arguments;
    const SeedRequest request{
        .names = arguments.words,
        .force = arguments.has("force"),
        .truncate = arguments.has("truncate")};
    if (arguments.has("prove")) {
        if (request.truncate) {
            throw usage_error(
                "--truncate empties tables, and --prove changes nothing", "leave out one of them"
            );
        }
        if (context.settings.json_lines) {
            throw usage_error(
                "--format jsonl tells of steps that are kept, and --prove keeps none",
                "write --format json"
            );
        }
        refuse_when_protected(context.settings, "proving seeds, which locks what they write,");
        return prove(context, request);
    }
    refuse_when_protected(context.settings, "running seeds");
    if (request.truncate && !may_truncate(context)) {
        return exit_failed;
    }
    Runner runner(context.settings.options, context.console);
    return finish_report(context, runner.seed(request));
}

} // namespace runner::cli
