// What is measured: five passes over a file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

namespace runner::bench {

/// What a pass took, without reading the file unless that is part of it.
struct Work {
    double cpu_seconds = 0;    ///< user and system
    double system_seconds = 0; ///< the part of the system, which the kernel only estimates
    std::uint64_t bytes = 0;   ///< that were looked at
    std::uint64_t statements = 0;
};

struct Pass {
    std::string_view name;
    std::string_view contents; ///< one line for people
    Work (*run)(const std::filesystem::path& file);
};

[[nodiscard]] const std::vector<Pass>& passes();

/// libpg_query's split, for the table of passes.
Work scan_with_libpg_query(const std::filesystem::path& file);

} // namespace runner::bench
