// Conditions that the server itself checks in the middle of a pipeline, where nobody can wait for
// an answer: SQL that fails when the transaction must not go on.
#pragma once

#include <runner/error.hpp>
#include <runner/plan.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace runner {

class Guards {
public:
    /// `lock` is the key of the runner's lock, empty when there is none (behind a pooler in
    /// transaction mode); `transaction_lock` that of a second one which every step takes for its
    /// transaction. `schema` is quoted.
    Guards(std::optional<std::int64_t> lock, std::int64_t transaction_lock, std::string schema);

    /// A boolean expression that takes the transaction's lock and fails when somebody else has it,
    /// or has done the step meanwhile. `version` is an expression as well; a seed or a repeatable
    /// has none.
    [[nodiscard]] std::string opening_sql(Step::Action action, std::string_view version) const;

    /// A boolean expression that fails when the transaction is no longer the one that was opened,
    /// or the runner's lock is gone.
    [[nodiscard]] const std::string& closing_sql() const noexcept { return closing_sql_; }

    /// What a failed guard means; empty for any other error. Error{lock} when somebody else was
    /// faster, Error{statement} when the script is to blame.
    [[nodiscard]] static std::optional<Error> meaning(const Error& error);

    /// Is this the error of meaning() that says that somebody else was faster?
    [[nodiscard]] static bool says_other_runner(const Error& error) noexcept {
        return error.kind() == ErrorKind::lock && !error.server();
    }

private:
    std::int64_t transaction_lock_;
    std::string schema_;
    std::string closing_sql_;
};

} // namespace runner
