// The checksums other tools keep, to see whether a file is still the one that ran.
#pragma once

#include <runner/error.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

namespace runner::foreign {

/// Flyway's: CRC32 over the lines without their endings, as a signed number.
[[nodiscard]] std::int32_t crc32_of_lines(std::string_view text);

/// refinery's: SipHash-1-3 of name, version (as a number of so many bytes) and text, as Rust hashes
/// them.
[[nodiscard]] std::uint64_t refinery_hash(
    std::string_view name, std::string_view version, std::string_view text, std::size_t bytes
);

/// The file that is taken over is not the one that ran.
[[nodiscard]] Complaint edited_since(std::string_view tool, const std::filesystem::path& file);

} // namespace runner::foreign
