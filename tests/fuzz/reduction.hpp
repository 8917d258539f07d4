// The smallest program that still shows what a larger one showed.
#pragma once

#include "comparison.hpp"
#include "program.hpp"

namespace runner::fuzz {

/// Leaves out pieces, then single characters, as long as compare() says `verdict`.
[[nodiscard]] Program reduce(Program program, Verdict verdict);

} // namespace runner::fuzz
