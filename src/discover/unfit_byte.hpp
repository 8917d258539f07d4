// What no text of ours may hold.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace runner {

/// The offset of the first byte that is NUL or not part of valid UTF-8.
[[nodiscard]] std::optional<std::size_t> unfit_byte(std::string_view text) noexcept;

} // namespace runner
