// `completion`: the script of a shell, and the answers to it.
#include "cli/completion.hpp"

#include "cli/commands/commands.hpp"
#include "cli/completion_scripts.hpp"
#include "cli/exit_status.hpp"
#include "cli/json.hpp"
#include "cli/json_help.hpp"
#include "cli/suggestion.hpp"
#include "cli/terminal.hpp"
#include "cli/tokens.hpp"

namespace runner::cli {
namespace {

int list_candidates(const Context& context) {
    const auto completion = complete(context.arguments.words);
    if (context.settings.json) {
        print(json_completion(completion));
        return exit_done;
    }
    using enum Completion::Files;
    std::string lines = completion.files == files     ? "files\n"
                        : completion.files == folders ? "folders\n"
                                                      : "words\n";
    for (const auto& [text, purpose] : completion.candidates) {
        lines.append(text).append(1, '\t').append(purpose).append(1, '\n');
    }
    print(lines);
    return exit_done;
}

} // namespace

int run_completion(Context& context) {
    const auto& arguments = context.arguments;
    if (arguments.has("list")) {
        return list_candidates(context);
    }
    if (arguments.words.size() != 1) {
        refuse_line("completion needs one of bash, zsh, fish", arguments.command);
    }
    const auto& shell = arguments.words.front();
    const auto script = completion_script(shell);
    if (script.empty()) {
        refuse_line(
            "no completion for " + shown_token(shell) + "; there is one for bash, zsh and fish" +
                did_you_mean(shell, completion_shells()),
            arguments.command
        );
    }
    print(
        context.settings.json ? json_fact("completion", "script", std::string(script))
                              : std::string(script)
    );
    return exit_done;
}

} // namespace runner::cli
