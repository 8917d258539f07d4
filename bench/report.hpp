// Measurements -> a table for people or JSON for scripts.
#pragma once

#include "child.hpp"
#include "passes.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace runner::bench {

struct PassReport {
    const Pass* pass = nullptr;
    std::vector<Cost> costs; ///< one for each repetition
};

struct FileReport {
    std::string name;
    std::string contents;
    std::uint64_t bytes = 0;
    std::vector<PassReport> passes;
};

struct Report {
    std::optional<std::uint64_t> seed; ///< of the generated inputs
    std::size_t repetitions = 0;
    std::uint64_t idle_memory = 0; ///< of a child that does nothing
    std::vector<FileReport> files;
};

/// With the line that says what all figures are.
[[nodiscard]] std::string table_of(const Report& report);
[[nodiscard]] std::string json_of(const Report& report);

} // namespace runner::bench
