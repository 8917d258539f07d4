// `split`: what the parser sees; needs no settings and no database.
#include "cli/commands/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/json.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"

#include <runner/files.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <unistd.h>
#include <utility>

namespace runner::cli {
namespace {

constexpr std::size_t place_columns = 8;
constexpr std::size_t command_columns = 16;
constexpr std::size_t shown_words = 60; // in characters
constexpr std::size_t printed_at_once = 65536;

/// Lines on their way to standard output, many at a time.
class Lines {
public:
    Lines() { text_.reserve(2 * printed_at_once); }

    /// Also when an error is under way: what stands before it was found.
    ~Lines() { print(text_); }

    Lines(const Lines&) = delete;
    Lines& operator=(const Lines&) = delete;

    /// For adding one line.
    [[nodiscard]] std::string& text() noexcept { return text_; }

    /// False when nobody takes them any more.
    bool pass_on() {
        if (text_.size() < printed_at_once) {
            return true;
        }
        print(text_);
        text_.clear();
        return std::ferror(stdout) == 0;
    }

private:
    std::string text_;
};

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

void add_text_line(std::string& lines, const Text& text, const Statement& statement) {
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

} // namespace

int run_split(Context& context) {
    const auto& name = context.arguments.words.front();
    const bool from_input = name == "-";
    const std::string shown = from_input ? "standard input" : name;
    const auto* interrupt = context.settings.options.interrupt;
    const auto text =
        from_input ? read_text(STDIN_FILENO, shown, interrupt) : read_text(name, interrupt);
    const bool json = context.settings.json;
    Lines lines;
    split(text, shown, [&](const Statement& statement) {
        if (interrupt != nullptr && interrupt->raised()) {
            throw Error(ErrorKind::interrupted, "interrupted");
        }
        if (json) {
            add_json_statement(lines.text(), statement);
        } else {
            add_text_line(lines.text(), text, statement);
        }
        return lines.pass_on();
    });
    return exit_done;
}

} // namespace runner::cli
