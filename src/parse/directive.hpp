// One directive: how it is written, which files may hold it, and what its value means.
#pragma once

#include "parse/parser.hpp"

#include <runner/migration.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace runner {

/// `-- @key: value`, cut but not understood. The offsets are those of the comment plus `offset`.
struct Directive {
    std::string_view key;
    std::string_view value; ///< trimmed
    bool has_colon = false;
    std::size_t key_offset = 0; ///< of the `@`
    std::size_t value_offset = 0;
};

/// `comment` begins with `--`. Empty when the comment is prose: no letter behind the `@`, or no
/// colon behind a word that is no key in any letter case.
[[nodiscard]] std::optional<Directive> read_directive(std::string_view comment, std::size_t offset);

/// What is wrong and which byte shows it.
struct DirectiveFault {
    std::string message;
    std::size_t offset = 0;
};

/// Checks the directive and moves its value into the header.
[[nodiscard]] std::optional<DirectiveFault>
apply_directive(const Directive& directive, ScriptKind kind, Header& header);

/// What is wrong with a directive that stands behind the first token; something always is.
[[nodiscard]] DirectiveFault misplaced_directive(const Directive& directive);

} // namespace runner
