// The three inputs, written to files.
#pragma once

#include "random.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace runner::bench {

struct Input {
    std::string_view name;
    std::string_view contents;  ///< one line for people
    std::string_view beginning; ///< of the file
    /// Appends some whole statements.
    void (*append)(std::string& out, Random& random);
};

[[nodiscard]] const std::vector<Input>& inputs();

/// The same bytes for the same seed. Ends with the first statements that reach `size`.
void write_input(
    const Input& input, const std::filesystem::path& path, std::uint64_t size, std::uint64_t seed
);

void append_mixed(std::string& out, Random& random);
void append_short(std::string& out, Random& random);
void append_long(std::string& out, Random& random);

} // namespace runner::bench
