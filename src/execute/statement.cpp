#include "execute/statement.hpp"

#include "execute/copy_error.hpp"
#include "parse/long_search.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner {

namespace {

/// Where in the script the server's error belongs: the token it points at, the line of COPY data,
/// or else the start of the statement.
std::size_t failing_byte(
    const Script& script, const Statement& statement, const StatementText& sent, const Error& error
) {
    if (!error.server()) {
        return statement.span.offset;
    }
    if (error.server()->position > 0) {
        return sent.byte_of_script(byte_of_character(sent.sql(), 0, error.server()->position - 1));
    }
    if (statement.copy_data) {
        return copy_error_offset(script.text.view(), *statement.copy_data, *error.server())
            .value_or(statement.span.offset);
    }
    return statement.span.offset;
}

bool is_name_character(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           (byte >= '0' && byte <= '9');
}

/// The name behind a colon that the server could make nothing of: `:name`, `:'name'`, `:"name"`.
std::string_view name_behind_colon(std::string_view text, std::size_t at) {
    auto rest = text.substr(std::min(at, text.size()));
    if (!rest.starts_with(':')) {
        return {};
    }
    rest.remove_prefix(1);
    if (rest.starts_with('\'') || rest.starts_with('"')) {
        rest.remove_prefix(1);
    }
    const auto end = std::find_if_not(rest.begin(), rest.end(), is_name_character);
    return rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
}

} // namespace

void place_error(
    Error& error, const Script& script, const Statement& statement, const StatementText& sent
) {
    constexpr std::string_view syntax_error = "42601";
    const auto at = failing_byte(script, statement, sent, error);
    if (error.server() && error.server()->sqlstate == syntax_error) {
        const auto name = name_behind_colon(script.text.view(), at);
        if (name == "batch") {
            error.say_advice(":batch is a number of rows below a line `-- @batch: ROWS` only");
        } else if (!name.empty()) {
            error.say_advice(fmt::format(
                "if :{0} is a variable, write `-- @vars: {0}` at the top of the file and give it a "
                "value with --var {0}=VALUE",
                name
            ));
        }
    }
    error.locate(script.locate(at));
}

void send_rows(
    pg::Connection& connection,
    std::string_view sql,
    const Text& text,
    Span rows,
    const pg::CopyProgress& sent
) {
    std::size_t released = 0;
    const auto pass = [&](std::size_t bytes) {
        if (sent) {
            sent(bytes);
        }
        if (bytes - released >= held_bytes || bytes == rows.length) {
            text.release({rows.offset + released, bytes - released});
            released = bytes;
        }
    };
    connection.copy_in(sql, text.view().substr(rows.offset, rows.length), pass);
}

void run_statement(
    pg::Connection& connection,
    const Step& step,
    const Statement& statement,
    const pg::CopyProgress& sent
) {
    const StatementText sent_text(step.script, statement.span);
    try {
        if (statement.copy_data) {
            send_rows(connection, sent_text.sql(), step.script.text, *statement.copy_data, sent);
        } else {
            connection.run(sent_text.sql());
        }
    } catch (Error& error) {
        place_error(error, step.script, statement, sent_text);
        throw;
    }
}

} // namespace runner
