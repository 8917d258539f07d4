#include "pg/result.hpp"

#include <libpq-fe.h>

#include <charconv>
#include <stdexcept>

namespace runner::pg {
namespace {

std::string field(const pg_result* raw, int code) {
    const char* text = PQresultErrorField(raw, code);
    return text == nullptr ? std::string() : std::string(text);
}

} // namespace

Result::Result(pg_result* raw) noexcept : raw_(raw) {}

void Result::Clear::operator()(pg_result* raw) const noexcept {
    PQclear(raw);
}

std::size_t Result::rows() const noexcept {
    return static_cast<std::size_t>(PQntuples(raw_.get()));
}

std::size_t Result::columns() const noexcept {
    return static_cast<std::size_t>(PQnfields(raw_.get()));
}

std::string_view Result::name(std::size_t column) const noexcept {
    return PQfname(raw_.get(), static_cast<int>(column));
}

bool Result::is_null(std::size_t row, std::size_t column) const noexcept {
    return PQgetisnull(raw_.get(), static_cast<int>(row), static_cast<int>(column)) != 0;
}

std::string_view Result::value(std::size_t row, std::size_t column) const noexcept {
    const auto at_row = static_cast<int>(row);
    const auto at_column = static_cast<int>(column);
    return {
        PQgetvalue(raw_.get(), at_row, at_column),
        static_cast<std::size_t>(PQgetlength(raw_.get(), at_row, at_column))};
}

std::int64_t Result::integer(std::size_t row, std::size_t column) const {
    const auto text = value(row, column);
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) {
        throw std::logic_error("a number was expected in a result");
    }
    return number;
}

bool Result::boolean(std::size_t row, std::size_t column) const noexcept {
    return value(row, column) == "t";
}

bool Result::is_boolean(std::size_t column) const noexcept {
    constexpr Oid boolean_type = 16; // of the catalogs of every version
    return PQftype(raw_.get(), static_cast<int>(column)) == boolean_type;
}

std::string_view Result::column_name(std::size_t column) const noexcept {
    const char* name = PQfname(raw_.get(), static_cast<int>(column));
    return name == nullptr ? std::string_view() : name;
}

bool Result::wants_copy_data() const noexcept {
    return PQresultStatus(raw_.get()) == PGRES_COPY_IN;
}

std::string_view Result::command_tag() const noexcept {
    return PQcmdStatus(raw_.get());
}

ServerMessage server_message(const pg_result* raw) {
    ServerMessage message;
    message.severity = field(raw, PG_DIAG_SEVERITY_NONLOCALIZED);
    message.sqlstate = field(raw, PG_DIAG_SQLSTATE);
    message.message = field(raw, PG_DIAG_MESSAGE_PRIMARY);
    message.detail = field(raw, PG_DIAG_MESSAGE_DETAIL);
    message.hint = field(raw, PG_DIAG_MESSAGE_HINT);
    message.context = field(raw, PG_DIAG_CONTEXT);
    const auto position = field(raw, PG_DIAG_STATEMENT_POSITION);
    std::from_chars(position.data(), position.data() + position.size(), message.position);
    return message;
}

} // namespace runner::pg
