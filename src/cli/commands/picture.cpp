#include "cli/commands/picture.hpp"

#include "cli/usage_error.hpp"

namespace runner::cli {

PictureForm picture_form(const Context& context) {
    const bool dot = context.arguments.has("dot");
    const bool svg = context.arguments.has("svg");
    const bool json = context.settings.json;
    if (int{dot} + int{svg} + int{json} > 1) {
        throw usage_error(
            "--dot, --svg and --format json exclude each other", "choose one of them"
        );
    }
    return json  ? PictureForm::json
           : svg ? PictureForm::svg
           : dot ? PictureForm::dot
                 : PictureForm::mermaid;
}

} // namespace runner::cli
