// The manual page, for groff and mandoc alike.
#include "cli/exit_status.hpp"
#include "cli/help.hpp"
#include "cli/setting.hpp"
#include "cli/text.hpp"

#include <spdlog/fmt/fmt.h>

#include <string_view>

namespace runner::cli {
namespace {

/// Text that is not to be taken for a request: a hyphen stays a hyphen that can be pasted.
std::string roff(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if ((c == '.' || c == '\'') && (result.empty() || result.back() == '\n')) {
            result += "\\&";
        }
        result += c == '\\' ? "\\e" : c == '-' ? "\\-" : std::string(1, c);
    }
    return result;
}

std::string bold(std::string_view text) {
    return "\\fB" + roff(text) + "\\fR";
}

std::string italic(std::string_view text) {
    return text.empty() ? std::string() : "\\fI" + roff(text) + "\\fR";
}

std::string literal(std::string_view lines) {
    std::string result = ".PP\n.RS 4\n.nf\n";
    for (const auto& line : printable_lines(lines)) {
        result += roff(line) + "\n";
    }
    return result + ".fi\n.RE\n";
}

std::string option_entry(const CommandOption& option, const std::string& more) {
    std::string result = ".TP\n";
    if (option.letter != 0) {
        result += bold(fmt::format("-{}", option.letter)) + ", ";
    }
    result += bold("--" + std::string(option.name));
    if (!option.value.empty()) {
        result += " " + italic(option.value);
    }
    return result + "\n" + roff(option.purpose) + more + "\n";
}

std::string commands_section() {
    std::string result = ".SH COMMANDS\n";
    for (const auto& command : command_table()) {
        result += fmt::format(
            ".SS {}{}{}\n",
            bold("runner " + std::string(command.name)),
            command.words.empty() ? "" : " ",
            italic(command.words)
        );
        result += roff(command.purpose) + ".\n";
        if (!command.details.empty()) {
            result += literal(command.details);
        }
        if (!command.aliases.empty()) {
            result += ".PP\nAlso called: ";
            for (const auto alias : command.aliases) {
                result += (alias == command.aliases.front() ? "" : ", ") + bold(alias);
            }
            result += ".\n";
        }
        for (const auto& option : command.options) {
            result += option_entry(option, "");
        }
        result += ".PP\nExamples:\n" + literal(command.examples);
    }
    return result;
}

std::string options_section() {
    std::string result = ".SH OPTIONS\nThese may stand anywhere on the line. A flag wins over the "
                         "environment, that over\n.IR .env ,\nthat over\n.IR runner.toml .\n";
    for (const auto& setting : settings_table()) {
        if (!setting.option.empty()) {
            result += option_entry(
                {setting.option, setting.letter, setting.value, setting.purpose},
                setting.environment.empty() ? ""
                                            : "\n.br\nEnvironment: " + bold(setting.environment)
            );
        }
    }
    for (const auto& option : common_options()) {
        result += option_entry(option, "");
    }
    return result;
}

constexpr std::string_view files_section = R"(.SH FILES
.TP
.I migrations/NNN_name.up.sql
What
.B runner up
runs;
.I NNN_name.down.sql
is what
.B runner down
runs.
.TP
.I seeds/NNN_name.sql
What
.B runner seed
runs, whenever it is new or changed;
.I NNN_table.csv
holds rows for a table.
.TP
.I runner.toml
Settings of the working directory.
.TP
.I .env
Environment variables of the working directory.
.SH SEE ALSO
.BR psql (1),
.BR pg_dump (1)
)";

} // namespace

std::string help_manual() {
    // Without a date: the same program is to make the same page on every machine.
    std::string result = ".TH RUNNER 1 \"\" \"runner " RUNNER_VERSION "\" \"User Commands\"\n"
                         ".SH NAME\nrunner \\- PostgreSQL migrations and seeds in plain SQL files\n"
                         ".SH SYNOPSIS\n.B runner\n.I COMMAND\n[arguments] [options]\n"
                         ".SH DESCRIPTION\nApplies paired SQL files to a PostgreSQL database, each "
                         "in one transaction together\nwith its row in the history. Safe to start "
                         "from many processes at once.\n";
    result += commands_section() + options_section();
    result += ".SH EXIT STATUS\n";
    for (const auto& [code, meaning] : exit_codes()) {
        result += fmt::format(".TP\n{}\n{}\n", bold(code), roff(meaning));
    }
    return result + std::string(files_section);
}

} // namespace runner::cli
