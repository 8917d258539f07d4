// Two texts -> unified diff, as people know it from git.
#pragma once

#include <string>
#include <string_view>

namespace runner {

/// Empty when the texts are equal line by line (CRLF read as LF). Three lines of context.
[[nodiscard]] std::string unified_diff(
    std::string_view before,
    std::string_view after,
    std::string_view before_name,
    std::string_view after_name
);

} // namespace runner
