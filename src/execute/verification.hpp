// A verify script: what it asks, and what the answers mean.
//
// It runs inside of a savepoint, with the session that every script starts with: what it does to
// see whether the migration works is undone before the migration is committed.
#pragma once

#include "execute/context.hpp"
#include "execute/session.hpp"
#include "pg/result.hpp"

#include <runner/error.hpp>
#include <runner/migration.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace runner {

class Verification {
public:
    /// `script` outlives it.
    explicit Verification(const Script& script) : script_(script) {}

    static constexpr const char* begin_sql = "SAVEPOINT runner_verify";
    /// Two commands.
    static constexpr const char* undo_sql = "ROLLBACK TO SAVEPOINT runner_verify";
    static constexpr const char* end_sql = "RELEASE SAVEPOINT runner_verify";

    /// One more row of a statement's result: each boolean in it has to be true.
    void look_at(const Statement& statement, const pg::Result& row);

    /// All rows have been looked at. Throws Error{statement} for the first boolean that was not
    /// true, with the place of its query.
    void conclude() const;

private:
    const Script& script_;
    std::size_t statement_ = 0; // the offset of the one whose rows are counted
    std::size_t rows_ = 0;
    std::optional<Error> failure_;
};

/// In the transaction that is open. Throws as conclude() does, or with the server's error and its
/// place in the verify script; the transaction has failed then, or has the savepoint in it.
void verify_inside(pg::Connection& connection, const Session& session, const Script& script);

/// Behind a script without a transaction, in one that is rolled back. Throws likewise; the
/// transaction is open then.
void verify_alone(const ExecutionContext& context, const Session& session, const Script& script);

} // namespace runner
