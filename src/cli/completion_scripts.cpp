// The answer's first line says what the shell adds by itself (words, files, folders); each other
// line is a candidate, a tab, and its purpose. A candidate is never evaluated: no `compgen -W`.
#include "cli/completion_scripts.hpp"

namespace runner::cli {
namespace {

constexpr std::string_view bash = R"script(# Completion of runner for bash 3.2 and later.
_runner_completion() {
    local word piece text purpose mode= current= joining=
    local words=()
    local i
    # Bash cuts words at = and :, which runner does not.
    for ((i = 1; i <= COMP_CWORD; i++)); do
        piece=${COMP_WORDS[i]}
        if [[ ${#words[@]} -gt 0 && ( -n $joining || $piece =~ ^[=:]+$ ) ]]; then
            words[${#words[@]} - 1]+=$piece
            joining=
            [[ $piece =~ ^[=:]+$ ]] && joining=1
        else
            words+=("$piece")
        fi
    done
    [[ ${#words[@]} -gt 0 ]] && current=${words[${#words[@]} - 1]}
    local rest=${current##*[=:]}
    local before=${current%"$rest"}
    COMPREPLY=()
    while IFS=$'\t' read -r text purpose; do
        if [[ -z $mode ]]; then
            mode=$text
        else
            COMPREPLY+=("${text#"$before"}")
        fi
    done < <(command "${COMP_WORDS[0]/#\~/$HOME}" completion --list -- "${words[@]}" 2>/dev/null)
    case $mode in
        files) piece=-f ;;
        folders) piece=-d ;;
        *) return ;;
    esac
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do
        COMPREPLY+=("$word")
    done < <(compgen "$piece" -- "$rest")
}
complete -F _runner_completion runner
)script";

constexpr std::string_view zsh = R"script(#compdef runner
# Completion of runner for zsh.
_runner() {
    local line text purpose mode program=${(Q)words[1]}
    local -a lines texts shown
    lines=("${(@f)$(command "${program/#\~/$HOME}" completion --list -- \
        "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    mode=$lines[1]
    for line in "${(@)lines[2,-1]}"; do
        text=${line%%$'\t'*}
        purpose=${line#*$'\t'}
        texts+=("$text")
        shown+=("$text${purpose:+  -- $purpose}")
    done
    case $mode in
        files) compset -P '*='; _files ;;
        folders) compset -P '*='; _files -/ ;;
        *) (( $#texts )) && compadd -V runner -l -d shown -a texts ;;
    esac
}
if [[ $funcstack[1] == _runner ]]; then
    _runner "$@"
else
    compdef _runner runner
fi
)script";

constexpr std::string_view fish = R"script(# Completion of runner for fish.
function __runner_completion
    set -l words (commandline -opc)
    set -l program $words[1]
    set -e words[1]
    set -l current (commandline -ct)
    set -l lines (command $program completion --list -- $words "$current" 2>/dev/null)
    set -l before (string match -r '^.*=' -- "$current")
    set -l rest (string replace -r '^.*=' '' -- "$current")
    switch "$lines[1]"
        case files
            string replace -r '^' "$before" -- (__fish_complete_path "$rest")
        case folders
            string replace -r '^' "$before" -- (__fish_complete_directories "$rest")
    end
    set -e lines[1]
    string join \n -- $lines
end
complete -c runner -f -k -a '(__runner_completion)'
)script";

} // namespace

const std::vector<std::string_view>& completion_shells() {
    static const std::vector<std::string_view> shells = {"bash", "zsh", "fish"};
    return shells;
}

std::string_view completion_script(std::string_view shell) {
    return shell == "bash" ? bash : shell == "zsh" ? zsh : shell == "fish" ? fish : "";
}

} // namespace runner::cli
