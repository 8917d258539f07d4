// The document of `seed --prove`.
#pragma once

#include <runner/seeds.hpp>

#include <string>
#include <vector>

namespace runner::cli {

[[nodiscard]] std::string json_proofs(const std::vector<SeedProof>& proofs);

} // namespace runner::cli
