// `sum`: what is in the folder becomes what is expected.
#include "cli/commands/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/integrity_words.hpp"
#include "cli/json_integrity.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner::cli {

int run_sum(Context& context) {
    const auto report = write_sum(context.settings.options);
    if (context.settings.json) {
        print(json_sum(report));
    } else {
        for (const auto& change : report.changes) {
            print(fmt::format("{:7}  {}\n", change_name(change.kind), printable(change.file)));
        }
    }
    const auto path = printable(report.path.string());
    auto& log = context.console.log();
    if (!report.unreadable.empty()) {
        log.info(path + " " + hanging(report.unreadable) + "; it is written anew");
    }
    log.info(
        report.written ? path + " is written; commit it with the files" : path + " fits the files"
    );
    return exit_done;
}

} // namespace runner::cli
