// The statements of a script that we carry out ourselves: its BEGIN, its COMMIT, its SET
// TRANSACTION.
#pragma once

#include <runner/migration.hpp>

#include <optional>
#include <string>

namespace runner {

/// What stands behind BEGIN or START TRANSACTION, with one space between its words and without
/// comments: "ISOLATION LEVEL SERIALIZABLE, READ ONLY". Empty for another statement.
[[nodiscard]] std::optional<std::string>
modes_of_begin(const Text& text, const Statement& statement);

/// The same for SET [LOCAL | SESSION] TRANSACTION. Empty for another statement: SET TRANSACTION
/// SNAPSHOT, and SET SESSION CHARACTERISTICS, which is for later transactions.
[[nodiscard]] std::optional<std::string>
modes_of_set_transaction(const Text& text, const Statement& statement);

/// COMMIT or END, without AND CHAIN.
[[nodiscard]] bool is_plain_commit(const Text& text, const Statement& statement);

} // namespace runner
