// What is in the database already without a file of ours having run: the rows of `baseline` and
// `import`.
#pragma once

#include <runner/history.hpp>
#include <runner/migration.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace runner {

/// Why a row is there; the word in `migration.origin` and `event.kind`.
enum class Origin { baselined, imported };

struct Adoption {
    Migration migration; ///< texts and the body of the up file have been read
    /// As somebody else remembers it; empty: now, and by us.
    std::optional<Instant> applied_at = std::nullopt;
    std::optional<std::string> applied_by = std::nullopt;
    std::chrono::milliseconds duration{0};
    std::string words = {}; ///< for the event: where this is known from
};

} // namespace runner
