// `erd`: the tables of the database as a diagram.
#include "cli/commands/commands.hpp"
#include "cli/commands/picture.hpp"
#include "cli/erd_view.hpp"
#include "cli/exit_status.hpp"
#include "cli/terminal.hpp"
#include "cli/usage_error.hpp"

#include <runner/picture.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace runner::cli {
namespace {

std::vector<std::string> patterns_of(std::string_view list) {
    std::vector<std::string> patterns;
    while (!list.empty()) {
        const auto end = std::min(list.find(','), list.size());
        auto pattern = list.substr(0, end);
        list.remove_prefix(std::min(end + 1, list.size()));
        while (pattern.starts_with(' ')) {
            pattern.remove_prefix(1);
        }
        while (pattern.ends_with(' ')) {
            pattern.remove_suffix(1);
        }
        if (!pattern.empty()) {
            patterns.emplace_back(pattern);
        }
    }
    if (patterns.empty()) {
        throw usage_error("--tables names no table", "for example: --tables 'users,shop.*'");
    }
    return patterns;
}

} // namespace

int run_erd(Context& context) {
    const auto& arguments = context.arguments;
    const auto form = picture_form(context);
    const auto list = arguments.value("tables");
    const auto patterns = list ? patterns_of(*list) : std::vector<std::string>();
    const auto diagram =
        catalog::diagram(catalog::read(context.settings.options, context.console), patterns);
    print(
        form == PictureForm::json  ? json_erd(diagram)
        : form == PictureForm::svg ? drawn_as_svg(dot(diagram))
        : form == PictureForm::dot ? dot(diagram)
                                   : mermaid(diagram)
    );
    return exit_done;
}

} // namespace runner::cli
