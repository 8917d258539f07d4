// One directive: how it is written, which places may hold it, and what its value means.
#pragma once

#include "parse/parser.hpp"

#include <runner/migration.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

/// `-- @key: value`, cut but not understood. The offsets are those of the comment plus `offset`.
struct Directive {
    enum class Colon { none, plain, wide };

    std::string_view key;
    std::string_view value; ///< trimmed
    Colon colon = Colon::none;
    bool gap = false;           ///< blanks between the `@` and the key
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

/// Nothing is looked for behind as many: to find a line costs a look at all that stands before it,
/// and nobody reads further.
constexpr std::size_t most_complaints = 100;

/// For the error that holds all that is wrong.
[[nodiscard]] std::vector<Complaint> complaints_of(
    const Text& text, const std::filesystem::path& path, const std::vector<DirectiveFault>& faults
);

/// Remembers the keys of one place, each of which may be there once.
class DirectiveKeys {
public:
    explicit DirectiveKeys(const Text& text) : text_(text) {}

    /// What is wrong when the key was there before.
    [[nodiscard]] std::optional<DirectiveFault> add(const Directive& directive);

    /// Where the key stands; empty when it was never added.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view key) const;

private:
    struct Seen {
        std::string_view key;
        std::size_t offset = 0;
    };

    const Text& text_;
    std::vector<Seen> seen_;
};

/// Checks a directive of the header and moves its value there.
[[nodiscard]] std::optional<DirectiveFault>
apply_directive(const Directive& directive, ScriptKind kind, Header& header);

/// Checks a directive above a statement and moves its value there.
[[nodiscard]] std::optional<DirectiveFault>
apply_directive(const Directive& directive, StatementDirectives& statement);

/// What is wrong with a directive that stands inside a statement or has none below it; something
/// always is. `place` says where the directives of a statement belong.
[[nodiscard]] DirectiveFault
misplaced_directive(const Directive& directive, std::string_view place);

} // namespace runner
