// A database URL or keyword string, understood before libpq sees it, so that no error about it can
// repeat the password.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace runner::pg {

class Conninfo {
public:
    /// Empty text: libpq's own PG* variables. Throws Error{usage} that quotes nothing of `text`.
    explicit Conninfo(const std::string& text);

    /// The value as libpq would take it, defaults and PG* variables included.
    [[nodiscard]] std::string value(std::string_view keyword) const;
    /// As a keyword string for another program, without what only a password prompt may show.
    [[nodiscard]] std::string text_without_secrets() const;
    /// How many hosts there are to try.
    [[nodiscard]] int hosts() const;
    /// Replaces the value.
    void set(std::string_view keyword, std::string value);
    /// Only when neither the text nor the environment says something.
    void set_default(std::string_view keyword, std::string value);

    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>&
    keywords() const noexcept {
        return keywords_;
    }

private:
    std::vector<std::pair<std::string, std::string>> keywords_;
};

} // namespace runner::pg
