// `erd`: the tables of the database as a diagram.
#include "cli/commands/commands.hpp"
#include "cli/commands/picture.hpp"
#include "cli/erd_view.hpp"
#include "cli/exit_status.hpp"
#include "cli/terminal.hpp"

#include <runner/picture.hpp>

namespace runner::cli {

int run_erd(Context& context) {
    const auto& arguments = context.arguments;
    const auto form = picture_form(context);
    const auto patterns = arguments.patterns("tables");
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
