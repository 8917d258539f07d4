// From argv to an exit status: signals, errors, and the order in which output is finished.
#include "cli/arguments.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/github.hpp"
#include "cli/help.hpp"
#include "cli/json.hpp"
#include "cli/json_help.hpp"
#include "cli/terminal.hpp"
#include "cli/text.hpp"

#include <runner/error.hpp>
#include <runner/interrupt.hpp>

#include <atomic>
#include <csignal>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

using namespace runner;
using namespace runner::cli;

std::atomic<Interrupt*> interrupt_of_handler = nullptr;

extern "C" void handle_signal(int signal) {
    if (auto* interrupt = interrupt_of_handler.load()) {
        interrupt->raise(signal);
    }
}

/// As process 1 of a container, a signal without a handler would be ignored.
void install_handlers(Interrupt& interrupt) {
    interrupt_of_handler.store(&interrupt);

    struct sigaction action {};

    action.sa_handler = handle_signal; // without SA_RESTART: whatever waits is to wake up
    sigemptyset(&action.sa_mask);
    for (const int signal : {SIGINT, SIGTERM}) {
        sigaction(signal, &action, nullptr);
    }

    // nohup has it ignored on purpose.
    struct sigaction before {};

    if (sigaction(SIGHUP, nullptr, &before) == 0 && before.sa_handler != SIG_IGN) {
        sigaction(SIGHUP, &action, nullptr);
    }
    action.sa_handler = SIG_IGN; // a reader that went away shows as EPIPE
    sigaction(SIGPIPE, &action, nullptr);
}

int report_error(
    const Error& error, const Arguments& arguments, const Settings& settings, Console& console
) {
    const auto* interrupt = settings.options.interrupt;
    const int status = exit_status(error.kind(), interrupt != nullptr ? interrupt->signal() : 0);
    if (settings.json) {
        const auto* command = arguments.command;
        print(json_error(command != nullptr ? command->name : "", error, status, console.outcome())
        );
    }
    console.events().failed(error, status);
    if (settings.github) {
        print(annotations(error));
    } else {
        console.show(error);
    }
    return status;
}

int report_bug(const std::exception& error, Console& console) {
    console.log().error("this is a bug in runner: " + hanging(error.what()));
    return exit_failed;
}

int report_declined(const Arguments& arguments, const Settings& settings, Console& console) {
    Error declined(ErrorKind::usage, "declined");
    declined.say_state("nothing was done");
    if (settings.json) {
        print(json_error(arguments.command->name, declined, exit_failed, console.outcome()));
    }
    console.events().failed(declined, exit_failed);
    console.log().warning(declined.state());
    return exit_failed;
}

/// For an error in the line itself: who is going to read about it.
void look_for_format(const std::vector<std::string>& line, Settings& settings) {
    std::string format = process_environment("RUNNER_FORMAT").value_or("");
    for (std::size_t i = 0; i < line.size() && line[i] != "--"; ++i) {
        if (line[i].starts_with("--format=")) {
            format = line[i].substr(line[i].find('=') + 1);
        } else if (line[i] == "--format" && i + 1 < line.size()) {
            format = line[i + 1];
        }
    }
    settings.json = format == "json";
    settings.json_lines = format == "jsonl";
}

/// The help of everything or of one command, as text or as data.
std::string help_text(const Arguments& arguments) {
    if (arguments.value("format") == "json") {
        return json_help(arguments.command);
    }
    return arguments.command != nullptr ? command_help(*arguments.command) : main_help();
}

/// Who starts us with these closed would otherwise find our first file or socket in their place,
/// and what we print in it.
void occupy_standard_descriptors() {
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
        if (fcntl(descriptor, F_GETFD) < 0) {
            // The lowest free number is the one that is given out.
            static_cast<void>(open("/dev/null", O_RDWR | O_CLOEXEC));
        }
    }
}

int run_with(const Arguments& arguments, const Settings& settings) {
    Console console(settings, settings.options.interrupt);
    try {
        Context context{arguments, settings, console};
        const int status = run_command(context);
        return console.declined() ? report_declined(arguments, settings, console) : status;
    } catch (const Error& error) {
        // The library ends a declined plan with an exception.
        return console.declined() ? report_declined(arguments, settings, console)
                                  : report_error(error, arguments, settings, console);
    } catch (const std::exception& error) {
        return report_bug(error, console);
    }
}

int run(const std::vector<std::string>& line, Interrupt& interrupt) {
    Arguments arguments;
    Settings settings;
    try {
        look_for_format(line, settings);
        arguments = parse_arguments(line);
        if (arguments.version) {
            print(version_line());
            return exit_done;
        }
        if (arguments.help) {
            print(help_text(arguments));
            return exit_done;
        }
        settings = provisional_settings(arguments);
        settings =
            arguments.command->reads_settings ? load_settings(arguments) : flags_alone(arguments);
        settings.options.interrupt = &interrupt;
    } catch (const Error& error) {
        Console console(settings, nullptr);
        return report_error(error, arguments, settings, console);
    } catch (const std::exception& error) {
        Console console(settings, nullptr);
        return report_bug(error, console);
    }
    return run_with(arguments, settings);
}

} // namespace

int main(int count, char** arguments) {
    occupy_standard_descriptors();
    // Asked by scripts and health checks: before anything else is built.
    if (count == 2 && std::strcmp(arguments[1], "--version") == 0) {
        print(version_line());
        return finish_printing() ? exit_done : exit_failed;
    }
    const std::vector<std::string> line(arguments + (count > 0 ? 1 : 0), arguments + count);
    hide_secrets(count, arguments);
    Interrupt interrupt;
    install_handlers(interrupt);
    int status = run(line, interrupt);
    if (!finish_printing() && status == exit_done) {
        std::fputs("error: standard output could not be written\n", stderr);
        status = exit_failed;
    }
    interrupt_of_handler.store(nullptr);
    return status;
}
