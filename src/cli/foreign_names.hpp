// What other tools call things, for whoever types it out of habit: answered, never guessed.
#pragma once

#include <string>
#include <string_view>

namespace runner::cli {

/// The command here, "baseline VERSION", for a name other tools have; empty when none is known.
[[nodiscard]] std::string_view command_here(std::string_view foreign);

/// The same for an option, as a sentence's end: "the words of NAME follow the command".
[[nodiscard]] std::string_view option_here(std::string_view foreign);

} // namespace runner::cli
