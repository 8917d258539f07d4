#include "cli/statement_view.hpp"

#include "cli/text.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace runner::cli {
namespace {

constexpr std::size_t place_columns = 8;
constexpr std::size_t command_columns = 16;
constexpr std::size_t shown_words = 60; // in characters

/// printable(), which nearly always has nothing to do.
void add_printable(std::string& lines, std::string_view text) {
    const auto is_plain = [](char c) { return c >= ' ' && c <= '~' && c != '#'; };
    while (!text.empty()) {
        const auto* plain_end = std::find_if_not(text.begin(), text.end(), is_plain);
        lines.append(text.begin(), plain_end);
        text.remove_prefix(static_cast<std::size_t>(plain_end - text.begin()));
        // What a # begins shows only with what follows.
        const auto* end =
            text.starts_with('#') ? text.end() : std::find_if(text.begin(), text.end(), is_plain);
        lines += printable(text.substr(0, static_cast<std::size_t>(end - text.begin())));
        text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
    }
}

/// The beginning of a statement on one line.
void add_first_words(std::string& lines, std::string_view sql) {
    std::array<char, 4 * shown_words> words; // four bytes are the longest character
    const auto looked_at = sql.substr(0, words.size());
    std::size_t size = 0;
    std::size_t characters = 0;
    const auto fits = [&](char byte) {
        characters += (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U ? 0 : 1;
        if (characters <= shown_words) {
            words[size++] = byte;
        }
        return characters <= shown_words;
    };
    bool blank = false;
    bool cut = looked_at.size() < sql.size();
    for (const char byte : looked_at) {
        if (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r') {
            blank = true;
        } else if ((std::exchange(blank, false) && !fits(' ')) || !fits(byte)) {
            cut = true;
            break;
        }
    }
    add_printable(lines, {words.data(), size});
    lines += cut ? "…" : "";
}

/// What matters for running it, in words; nearly always nothing.
std::string remarks(const Statement& statement) {
    constexpr unsigned first_version = 13; // those before are not told apart
    std::string words;
    const auto say = [&](bool holds, std::string_view remark) {
        if (holds) {
            words.append(words.empty() ? "  (" : ", ").append(remark);
        }
    };
    const auto since = statement.refuses_transaction_since;
    say(since != 0, "refuses a transaction");
    words += since > first_version ? fmt::format(" since {}", since) : "";
    say(statement.controls_transaction, "controls the transaction");
    say(statement.changes_session, "changes the session");
    say(statement.releases_locks, "releases locks");
    return words.empty() ? words : words + ")";
}

} // namespace

void add_statement_line(std::string& lines, const Text& text, const Statement& statement) {
    const fmt::format_int line(statement.position.line);
    const fmt::format_int column(statement.position.column);
    const auto place = line.size() + 1 + column.size();
    lines.append(line.data(), line.size()).append(1, ':').append(column.data(), column.size());
    lines.append(place_columns - std::min(place, place_columns), ' ').append("  ");
    const auto command = lines.size();
    add_printable(lines, statement.command);
    lines.append(command_columns - std::min(lines.size() - command, command_columns), ' ');
    lines.append("  ");
    add_first_words(lines, text.view().substr(statement.span.offset, statement.span.length));
    lines.append(remarks(statement)).append(1, '\n');
}

} // namespace runner::cli
