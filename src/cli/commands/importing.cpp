// `import`: a line for each file and each row, and what a person has to look at.
#include "cli/commands/commands.hpp"
#include "cli/error_view.hpp"
#include "cli/exit_status.hpp"
#include "cli/json.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"
#include "cli/units.hpp"

#include <runner/import.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner::cli {
namespace {

template <typename Item>
std::size_t new_ones(const std::vector<Item>& items) {
    return static_cast<std::size_t>(std::ranges::count(items, true, &Item::is_new));
}

void print_work(const Imported& imported) {
    for (const auto& file : imported.files) {
        if (file.is_new) {
            print(fmt::format(
                "file     {}  from {}\n",
                printable(file.path.string()),
                printable(file.source.string())
            ));
        }
    }
    std::size_t width = 0;
    for (const auto& row : imported.migrations) {
        width = std::max(width, display_width(printable(row.label)));
    }
    for (const auto& row : imported.migrations) {
        if (row.is_new) {
            print(fmt::format(
                "applied  {}{}{}\n",
                row.applied_at || row.applied_by ? padded(printable(row.label), width)
                                                 : printable(row.label),
                row.applied_at ? "  " + local_time(*row.applied_at) : "",
                row.applied_by ? "  by " + printable(*row.applied_by) : ""
            ));
        }
    }
    for (const auto& label : imported.pending) {
        print("pending  " + printable(label) + "\n");
    }
}

std::string summary(const Imported& imported, const ImportRequest& request) {
    const auto files = new_ones(imported.files);
    const auto rows = new_ones(imported.migrations);
    if (files == 0 && rows == 0) {
        return "nothing to do; everything is here";
    }
    auto text = fmt::format(
        "{}{}", request.dry_run ? "would write " : "wrote ", files > 0 ? counted(files, "file") : ""
    );
    if (rows > 0) {
        text += fmt::format(
            "{}the history of {}", files > 0 ? " and " : "", counted(rows, "migration")
        );
    }
    return text;
}

} // namespace

int run_import(Context& context) {
    const auto& arguments = context.arguments;
    ImportRequest request;
    request.tool = arguments.words.front();
    if (const auto folder = arguments.value("from")) {
        request.from = *folder;
    }
    request.table = arguments.value("table").value_or("");
    request.table_schema = arguments.value("schema").value_or("");
    request.files_only = arguments.has("files-only");
    request.dry_run = arguments.has("dry-run");
    if (request.files_only && (!request.table.empty() || !request.table_schema.empty())) {
        throw Error(
            ErrorKind::usage, "--files-only reads no table; leave out --table and --schema"
        );
    }
    const auto imported = import_project(context.settings.options, context.console, request);
    auto& log = context.console.log();
    if (context.settings.json) {
        print(json_import(imported, request));
    } else {
        print_work(imported);
    }
    for (const auto& remark : imported.remarks) {
        log.warning(complaint_view(remark, log.paint()));
    }
    log.info(summary(imported, request));
    if (request.dry_run) {
        log.info("nothing was done; this was a dry run");
    } else if (!request.files_only) {
        log.info("next: runner status");
    }
    return exit_done;
}

} // namespace runner::cli
