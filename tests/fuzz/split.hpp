// What runner makes of a text: statements and fingerprint, or the error.
#pragma once

#include <runner/error.hpp>
#include <runner/migration.hpp>

#include <optional>
#include <vector>

namespace runner::fuzz {

struct Split {
    std::vector<Statement> statements; ///< those in front of the error
    std::optional<Error> error;
    std::optional<Checksum> fingerprint; ///< when there is no error
};

/// Statements alone: directives above them are comments.
[[nodiscard]] Split split_text(const Text& text);

/// The same with the fingerprint of an empty header, which is written on the way.
[[nodiscard]] Split split_with_fingerprint(const Text& text);

/// The way of `runner split`, which reads the directives as well.
[[nodiscard]] Split split_with_directives(const Text& text);

/// Everything but places, and the directives above a statement.
[[nodiscard]] bool are_alike(const Statement& one, const Statement& other);

} // namespace runner::fuzz
