// What `graph` and `erd` can print.
#pragma once

#include "cli/commands/commands.hpp"

namespace runner::cli {

enum class PictureForm { mermaid, dot, svg, json };

/// Throws UsageError for more than one of --dot, --svg and --format json.
[[nodiscard]] PictureForm picture_form(const Context& context);

} // namespace runner::cli
