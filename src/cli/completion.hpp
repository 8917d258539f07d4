// What can stand where the cursor of a shell is: commands, options, values, versions and names.
// Offline: tables, names of files, and runner.toml.
#pragma once

#include "cli/command_table.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner::cli {

struct Candidate {
    std::string text;
    std::string purpose; ///< may be empty
};

struct Completion {
    /// What the shell adds by its own means.
    enum class Files { none, files, folders };

    Files files = Files::none;
    std::vector<Candidate> candidates;
};

/// What an argument or the value of an option is, by the name the help gives it.
enum class WordKind {
    anything, ///< no candidates
    up_target,
    down_target,
    any_target,
    version,
    seed,
    environment,
    protected_environment,
    command,
    shell,
    tool,
    file,
    folder,
    choice, ///< one of "a|b|c"
};

/// `placeholder` is one word of Command::words, or CommandOption::value; `option` is empty for an
/// argument. Nothing: the table of kinds lacks it, which a test refuses.
[[nodiscard]] std::optional<WordKind>
word_kind(std::string_view command, std::string_view option, std::string_view placeholder);

/// The words of Command::words, without brackets and dots: "[NAME...]" is "NAME".
[[nodiscard]] std::vector<std::string> placeholders_of(const Command& command);

/// `words` stand behind the program's name; the last one, which may be empty, is being typed. Only
/// candidates that begin with it, and that no shell reads as anything but text. Never throws for
/// what `words` or files hold.
[[nodiscard]] Completion complete(const std::vector<std::string>& words);

} // namespace runner::cli
