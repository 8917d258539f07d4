#include "execute/statement.hpp"

#include "execute/copy_error.hpp"

namespace runner {

std::size_t failing_byte(const Script& script, const Statement& statement, const Error& error) {
    const auto text = script.text.view();
    if (!error.server()) {
        return statement.span.offset;
    }
    if (error.server()->position > 0) {
        return byte_of_character(text, statement.span.offset, error.server()->position - 1);
    }
    if (statement.copy_data) {
        return copy_error_offset(text, *statement.copy_data, *error.server())
            .value_or(statement.span.offset);
    }
    return statement.span.offset;
}

void run_statement(
    pg::Connection& connection,
    const Step& step,
    const Statement& statement,
    const pg::CopyProgress& sent
) {
    const auto text = step.script.text.view();
    const auto sql = text.substr(statement.span.offset, statement.span.length);
    try {
        if (statement.copy_data) {
            connection.copy_in(
                sql, text.substr(statement.copy_data->offset, statement.copy_data->length), sent
            );
        } else {
            connection.run(sql);
        }
    } catch (Error& error) {
        error.locate(step.script.locate(failing_byte(step.script, statement, error)));
        throw;
    }
}

} // namespace runner
