// The statements of a script that are sent to the server.
#pragma once

#include "parse/parser.hpp"

#include <runner/migration.hpp>

#include <cstddef>
#include <optional>

namespace runner {

/// Body::statements of them: without the BEGIN and COMMIT around a wrapped file and without the
/// leading SET TRANSACTION, whose modes are in Body::transaction_modes.
class RunnableStatements {
public:
    /// `script` has its body and outlives this.
    explicit RunnableStatements(const Script& script);

    /// Empty at the end. Throws Error{source}; a text that read_body() has read makes it throw only
    /// when somebody has changed the file since.
    std::optional<Statement> next();

    /// See StatementReader.
    [[nodiscard]] bool standard_strings() const noexcept { return reader_.standard_strings(); }

private:
    [[nodiscard]] bool is_carried_out_by_us(const Statement& statement) const;

    const Script& script_;
    StatementReader reader_;
    std::size_t left_;
    bool at_beginning_ = true;
};

} // namespace runner
