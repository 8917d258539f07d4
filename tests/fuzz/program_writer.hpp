// A random program: statements of the grammar, COPY blocks and what stands between them.
#pragma once

#include "program.hpp"

#include <cstdint>

namespace runner::fuzz {

/// Without `substitutes` the judge reads the same bytes as runner, but for the rows of COPYs.
[[nodiscard]] Program random_program(std::uint64_t seed, bool substitutes);

} // namespace runner::fuzz
