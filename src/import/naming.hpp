// Names and numbers of other tools -> ours.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner::foreign {

/// "20240131_add_users" -> digits and what is behind them, without the sign between.
struct NumberedName {
    std::string digits;
    std::string rest;
};

/// Empty when there is no number in front.
[[nodiscard]] std::optional<NumberedName> numbered_name(std::string_view stem);

/// `name` with a `_` for each run of what our file names cannot have, "migration" when nothing is
/// left. A name that fits stays as it is.
[[nodiscard]] std::string fitting_name(std::string_view name);

/// Removes `ending`; empty when `name` does not end so.
[[nodiscard]] std::optional<std::string_view>
without_ending(std::string_view name, std::string_view ending);

/// Dotted versions ("1", "1.2", "1_10") as numbers in the same order, one for each. When none has
/// a dot they stay as they are; otherwise the parts behind the first have one width, so that 1.2
/// becomes 1002 and 1.10 becomes 1010. Missing parts count as 0.
[[nodiscard]] std::vector<std::string> numbers_of_dotted(const std::vector<std::string>& versions);

/// "1_02.0" -> "1.2": the same for versions that are equal.
[[nodiscard]] std::string canonical_dotted(std::string_view version);

} // namespace runner::foreign
