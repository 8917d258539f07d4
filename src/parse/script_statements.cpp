#include "parse/script_statements.hpp"

#include "parse/transaction_modes.hpp"

namespace runner {

RunnableStatements::RunnableStatements(const Script& script)
    : script_(script), reader_(script), left_(script.body->statements) {}

std::optional<Statement> RunnableStatements::next() {
    if (left_ == 0) {
        return std::nullopt;
    }
    auto statement = reader_.next();
    while (statement && is_carried_out_by_us(*statement)) {
        statement = reader_.next();
    }
    at_beginning_ = false;
    --left_;
    return statement;
}

bool RunnableStatements::is_carried_out_by_us(const Statement& statement) const {
    if (!script_.body->transactional) {
        return false;
    }
    return statement.controls_transaction || (at_beginning_ && statement.command == "SET" &&
                                              modes_of_set_transaction(script_.text, statement));
}

} // namespace runner
