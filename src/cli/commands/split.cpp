// `split`: what the parser sees; needs no settings and no database.
#include "cli/commands/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/file.hpp"
#include "cli/json.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"

#include <runner/files.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace runner::cli {
namespace {

constexpr std::size_t shown_words = 60;

/// The beginning of a statement on one line.
std::string first_words(std::string_view sql) {
    std::string words;
    bool blank = false;
    for (const char byte : sql.substr(0, 4 * shown_words)) {
        if (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r') {
            blank = true;
            continue;
        }
        if (blank) {
            words += ' ';
            blank = false;
        }
        words += byte;
    }
    const auto end = byte_of_character(words, 0, shown_words);
    const bool cut = end < words.size() || sql.size() > 4 * shown_words;
    return printable(std::string_view(words).substr(0, end)) + (cut ? "…" : "");
}

std::string text_line(const Text& text, const Statement& statement) {
    const auto place = fmt::format("{}:{}", statement.position.line, statement.position.column);
    const auto sql = text.view().substr(statement.span.offset, statement.span.length);
    return fmt::format(
        "{:<8}  {:<16}  {}\n", place, printable(statement.command), first_words(sql)
    );
}

} // namespace

int run_split(Context& context) {
    const auto& name = context.arguments.words.front();
    const bool from_input = name == "-";
    const std::string shown = from_input ? "standard input" : name;
    const auto text = from_input ? text_of(read_standard_input(), shown) : read_text(name);
    const bool json = context.settings.json;
    split(text, shown, [&text, json](const Statement& statement) {
        print(json ? json_statement(statement) : text_line(text, statement));
    });
    return exit_done;
}

} // namespace runner::cli
