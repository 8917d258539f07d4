#include "cli/scratch.hpp"

#include "cli/terminal.hpp"
#include "cli/text.hpp"

#include <spdlog/fmt/fmt.h>

#include <string>
#include <vector>

namespace runner::cli {
namespace {

void offer_removal(Context& context, const ScratchOptions& scratch) {
    const auto& options = context.settings.options;
    const auto names = scratch_leftovers(scratch, options);
    if (names.empty()) {
        return;
    }
    std::vector<std::string> lines;
    lines.reserve(names.size());
    for (const auto& name : names) {
        lines.push_back("  " + printable(name));
    }
    const bool asked = !context.settings.yes && can_ask();
    const bool agreed =
        context.settings.yes ||
        (asked && context.console.confirm(lines, "Drop these databases?", "dropping databases"));
    if (agreed) {
        const auto dropped = drop_scratch_leftovers(scratch, options, names);
        context.console.log().info(
            fmt::format("dropped {} that a killed run had left", fmt::join(dropped, ", "))
        );
    } else {
        context.console.log().warning(fmt::format(
            "a killed run has left {} on the scratch server; --yes drops {}",
            fmt::join(names, ", "),
            names.size() == 1 ? "it" : "them"
        ));
    }
}

} // namespace

ScratchOptions scratch_options(Context& context) {
    const auto& arguments = context.arguments;
    ScratchOptions scratch{
        .pg_bin = arguments.value("pg-bin").value_or(""),
        .url = arguments.value("scratch-url").value_or("")};
    if (!scratch.url.empty() && scratch.pg_bin.empty()) {
        offer_removal(context, scratch);
    }
    return scratch;
}

} // namespace runner::cli
