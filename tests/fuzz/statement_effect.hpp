// What a statement does to the text behind it, as far as the judge has to know.
#pragma once

#include "scanned_token.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace runner::fuzz {

/// COPY … FROM stdin. `tokens` are those of one statement that the grammar has accepted.
[[nodiscard]] bool reads_rows(std::string_view text, const std::vector<ScannedToken>& tokens);

/// The new value of standard_conforming_strings, in the forms that the generator writes.
[[nodiscard]] std::optional<bool>
standard_strings(std::string_view text, const std::vector<ScannedToken>& tokens);

} // namespace runner::fuzz
