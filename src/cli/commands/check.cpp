// `check`: a line for each file as soon as it is known, or a document at the end.
#include "cli/check_view.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/json_check.hpp"
#include "cli/scratch.hpp"
#include "cli/terminal.hpp"
#include "cli/usage_error.hpp"

#include <runner/check.hpp>

#include <spdlog/fmt/fmt.h>

#include <fstream>

namespace runner::cli {
namespace {

void write_report(const std::string& path, const std::vector<Checked>& checked) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << junit_report(checked);
    file.close();
    if (!file) {
        throw usage_error("cannot write " + path, "choose another place for --junit");
    }
}

void summarise(Context& context, const std::vector<Checked>& checked) {
    auto& log = context.console.log();
    std::size_t findings = 0;
    for (const auto& file : checked) {
        findings += file.findings.size();
    }
    if (checked.empty()) {
        log.info(
            context.arguments.has("all") ? "there is nothing to check"
                                         : "nothing is pending; --all checks every migration"
        );
    } else if (findings == 0) {
        log.info(fmt::format("{} checked, no finding", checked.size()));
    } else {
        log.error(fmt::format("{} {} found", findings, findings == 1 ? "finding" : "findings"));
    }
}

} // namespace

int run_check(Context& context) {
    const auto& settings = context.settings;
    CheckRequest request{
        .all = context.arguments.has("all"), .scratch = scratch_options(context), .each = {}};
    if (settings.github) {
        request.each = [](const Checked& file) { print_now(checked_annotations(file)); };
    } else if (!settings.json) {
        request.each = [](const Checked& file) { print_now(checked_text(file)); };
    }
    const auto checked = check_migrations(settings.options, context.console, request);
    if (settings.json) {
        print(json_checked(checked));
    }
    if (const auto path = context.arguments.value("junit")) {
        write_report(*path, checked);
    }
    summarise(context, checked);
    return has_findings(checked) ? exit_finding : exit_done;
}

} // namespace runner::cli
