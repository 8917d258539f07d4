// The program itself. Neither command reads settings: they have to work in a shell's startup file,
// whatever the folder it starts in holds.
#include "cli/table/groups.hpp"

namespace runner::cli {

std::vector<Command> program_commands() {
    return {
        {"completion",
         {},
         "Program",
         "SHELL",
         0,
         any_number,
         false,
         "print the script that completes commands, options, versions and names",
         "SHELL is one of:\n"
         "bash: source <(runner completion bash) in ~/.bashrc\n"
         "zsh:  runner completion zsh > \"${fpath[1]}/_runner\"\n"
         "fish: runner completion fish > ~/.config/fish/completions/runner.fish\n"
         "Versions and names come from the files; nothing connects to a database.",
         "runner completion bash\nrunner completion --list -- up 0",
         {{"list", 0, "", "what can stand last in the line behind --; the scripts ask this"}},
         false},
        {"help",
         {},
         "Program",
         "[COMMAND]",
         0,
         0,
         false,
         "all commands, options and exit codes; or one command",
         "With --format json the same as data.",
         "runner help\nrunner help up\nrunner help --man > runner.1",
         {{"man", 0, "", "all of it as a manual page, for: man -l -"},
          {"markdown", 0, "", "all of it as Markdown"}},
         false},
    };
}

} // namespace runner::cli
