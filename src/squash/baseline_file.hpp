// The text of a file that stands for others.
#pragma once

#include <runner/migration.hpp>

#include <span>
#include <string>
#include <string_view>

namespace runner::squash {

/// The lines of its header that say which; what they had replaced is said, too. Every body is read.
[[nodiscard]] std::string replaces_lines(std::span<const Migration> migrations);

/// Whoever runs the file owns what it makes: in the text of a dump, statements that say so are left
/// out, and elsewhere `role`, who owned everything, is CURRENT_USER.
[[nodiscard]] std::string without_owner(std::string_view dump, const std::string& role);

} // namespace runner::squash
