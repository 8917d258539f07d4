// A process of its own for each measurement: nothing that ran before counts.
#pragma once

#include "passes.hpp"

#include <cstdint>
#include <functional>

namespace runner::bench {

struct Cost {
    Work work;
    std::uint64_t peak_memory = 0; ///< bytes, with those of the file that are mapped
};

/// Throws std::runtime_error with what `run` threw.
[[nodiscard]] Cost run_in_child(const std::function<Work()>& run);

} // namespace runner::bench
