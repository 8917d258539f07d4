// `split`: what the parser sees; needs no settings and no database.
#include "cli/commands/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/json.hpp"
#include "cli/statement_view.hpp"
#include "cli/terminal.hpp"

#include <runner/files.hpp>

#include <cstdio>
#include <unistd.h>

namespace runner::cli {
namespace {

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
            add_statement_line(lines.text(), text, statement);
        }
        return lines.pass_on();
    });
    return exit_done;
}

} // namespace runner::cli
