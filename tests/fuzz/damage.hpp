// Broken texts: programs with pieces or bytes left out, doubled, swapped or put in.
#pragma once

#include "program.hpp"
#include "random_source.hpp"

namespace runner::fuzz {

[[nodiscard]] Program damaged(const Program& program, RandomSource& random);

} // namespace runner::fuzz
