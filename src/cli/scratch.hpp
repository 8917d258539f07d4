// The options by which a command says where its scratch databases are made.
#pragma once

#include "cli/commands/commands.hpp"

#include <runner/scratch.hpp>

namespace runner::cli {

/// Offers to remove what killed runs have left on the server of --scratch-url: asks, or says how.
[[nodiscard]] ScratchOptions scratch_options(Context& context);

} // namespace runner::cli
