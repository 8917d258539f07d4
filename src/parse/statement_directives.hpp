// The comment lines above a statement -> its StatementDirectives. Where no comment begins with an
// `@` nobody calls anything in here.
#pragma once

#include "parse/directive.hpp"

#include <runner/migration.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <vector>

namespace runner {

class StatementDirectiveReader {
public:
    /// `text` outlives the reader; `path` is only shown in errors.
    StatementDirectiveReader(const Text& text, std::filesystem::path path);

    /// Takes the offsets of the marked comments that were passed since the statement before, and
    /// leaves none. `statement` is empty behind the last one; the header ends at `first_token`.
    /// `standard_strings`: whether backslashes are ordinary in the strings of the statement.
    void read(
        std::vector<std::size_t>& marked,
        std::size_t first_token,
        std::optional<Statement>& statement,
        bool standard_strings = true
    );

    /// Throws Error{source} with a complaint for everything that was wrong so far.
    void check() const;

private:
    void read_one(const Directive& directive, DirectiveKeys& keys, Statement& statement);
    void check_together(const DirectiveKeys& keys, const Statement& statement);
    [[nodiscard]] std::optional<DirectiveFault> fault_beside_others(
        const Directive& directive, const DirectiveKeys& keys, const Statement& statement
    ) const;
    [[nodiscard]] std::optional<DirectiveFault>
    fault_of_batch(const Directive& batch, const Statement& statement) const;

    const Text& text_;
    std::filesystem::path path_;
    bool standard_strings_ = true;
    bool each_alone_ = false;         ///< the header has `@transaction: none`
    std::vector<Directive> accepted_; ///< above the statement that is being read
    std::vector<DirectiveFault> faults_;
};

} // namespace runner
