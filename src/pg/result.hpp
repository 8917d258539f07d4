// Rows and command tag of one finished command.
#pragma once

#include <runner/error.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct pg_result; // PGresult, kept out of every other translation unit

namespace runner::pg {

class Result {
public:
    /// Takes ownership; never null.
    explicit Result(pg_result* raw) noexcept;

    [[nodiscard]] std::size_t rows() const noexcept;
    [[nodiscard]] std::size_t columns() const noexcept;
    /// Of the column.
    [[nodiscard]] std::string_view name(std::size_t column) const noexcept;
    [[nodiscard]] bool is_null(std::size_t row, std::size_t column) const noexcept;
    /// As text; empty for NULL.
    [[nodiscard]] std::string_view value(std::size_t row, std::size_t column) const noexcept;
    /// The same, for integer columns. Throws std::logic_error when it is none.
    [[nodiscard]] std::int64_t integer(std::size_t row, std::size_t column) const;
    /// "t" or "f".
    [[nodiscard]] bool boolean(std::size_t row, std::size_t column) const noexcept;
    /// Of the type boolean.
    [[nodiscard]] bool is_boolean(std::size_t column) const noexcept;
    [[nodiscard]] std::string_view column_name(std::size_t column) const noexcept;
    /// A COPY … FROM stdin waits for its rows.
    [[nodiscard]] bool wants_copy_data() const noexcept;
    /// "INSERT 0 3"
    [[nodiscard]] std::string_view command_tag() const noexcept;

private:
    struct Clear {
        void operator()(pg_result* raw) const noexcept;
    };

    std::unique_ptr<pg_result, Clear> raw_;
};

/// The server's words of an error or a notice.
[[nodiscard]] ServerMessage server_message(const pg_result* raw);

} // namespace runner::pg
