// The directives there are: where each may stand, and what its value has to be.
#pragma once

#include <runner/migration.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace runner {

/// Where a directive may stand; combined with |.
namespace place {
constexpr unsigned up = 1;
constexpr unsigned down = 2;
constexpr unsigned seed = 4;
constexpr unsigned above_statement = 8;
constexpr unsigned repeatable = 16;
constexpr unsigned verify = 32;
constexpr unsigned migration = up | down;
constexpr unsigned everywhere = migration | seed | repeatable | verify;
} // namespace place

/// What is wrong with a value, and at which of its bytes.
struct ValueFault {
    std::string message; ///< goes on behind the key; empty: it is not what was expected
    std::size_t offset = 0;
};

struct DirectiveRule {
    std::string_view key;
    unsigned allowed = 0;      ///< in these places
    std::string_view expected; ///< the value, in words
    /// Checks the value and puts it where it belongs.
    std::optional<ValueFault> (*set
    )(std::string_view value, Header& header, StatementDirectives& statement) = nullptr;
    bool repeats = false; ///< may be there more than once
};

/// Null when there is no such key. Letter case counts.
[[nodiscard]] const DirectiveRule* find_directive_rule(std::string_view key);

/// What a misspelled key may have meant; null when it is like none.
[[nodiscard]] const DirectiveRule* nearest_directive_rule(std::string_view key);

} // namespace runner
