// Durations, sizes and counts as people write and read them.
#pragma once

#include <runner/history.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace runner::cli {

/// "500ms", "5s", "2m", "1h", "0"; empty when it is none of these or too large.
[[nodiscard]] std::optional<std::chrono::milliseconds> duration_from(std::string_view text);

/// "1MiB", "512KiB", "2GiB", or bytes; empty when it is none of these or too large.
[[nodiscard]] std::optional<std::size_t> size_from(std::string_view text);

/// Decimal digits only; empty when there is anything else or it does not fit an int.
[[nodiscard]] std::optional<int> count_from(std::string_view text);

/// "1 file", "2 files"
[[nodiscard]] std::string counted(std::size_t count, std::string_view thing);

/// "12 ms", "1.2 s", "3 min 4 s".
[[nodiscard]] std::string duration_text(std::chrono::milliseconds duration);

/// "2026-11-21 11:20" in the local time zone.
[[nodiscard]] std::string local_time(Instant instant);

/// "2026-11-21T10:20:03.123456Z"
[[nodiscard]] std::string iso_time(Instant instant);

} // namespace runner::cli
