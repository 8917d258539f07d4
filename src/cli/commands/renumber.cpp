// `renumber`: free numbers for what is late or clashes.
#include "cli/commands/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/json_integrity.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"

#include <runner/integrity.hpp>

#include <spdlog/fmt/fmt.h>

namespace runner::cli {
namespace {

std::string summary(const RenumberReport& report, bool dry_run) {
    if (report.moved.empty()) {
        return "nothing to do; no number is late or taken";
    }
    const auto count = report.moved.size();
    if (dry_run) {
        return "nothing was done; this was a dry run";
    }
    return fmt::format(
        "renumbered {} migration{}; look at it and commit it", count, count == 1 ? "" : "s"
    );
}

} // namespace

int run_renumber(Context& context) {
    const auto& arguments = context.arguments;
    RenumberRequest request;
    request.offline = arguments.has("offline");
    request.dry_run = arguments.has("dry-run");
    if (const auto base = arguments.value("base")) {
        if (base->empty()) {
            throw Error(ErrorKind::usage, "--base needs the name of a branch or commit");
        }
        request.base = *base;
    }
    const auto report = renumber(context.settings.options, context.console, request);
    if (context.settings.json) {
        print(json_renumbered(report, request.dry_run));
    } else {
        for (const auto& move : report.moved) {
            print(fmt::format("{} -> {}\n", printable(move.from), printable(move.to)));
        }
        for (const auto& file : report.changed) {
            print("@depends in " + printable(file) + "\n");
        }
    }
    auto& log = context.console.log();
    for (const auto& remark : report.remarks) {
        log.info("note: " + hanging(remark));
    }
    log.info(summary(report, request.dry_run));
    return exit_done;
}

} // namespace runner::cli
