// C streams and poll(): a signal must end a question at once.
#include "cli/terminal.hpp"

#include "cli/usage_error.hpp"

#include <runner/error.hpp>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <poll.h>
#include <string_view>
#include <unistd.h>

namespace runner::cli {
namespace {

// Kept beside the stream's own flag, which does not say why.
bool print_failed = false;

[[noreturn]] void stop() {
    throw refusal(ErrorKind::interrupted, "interrupted");
}

std::string read_line(const Interrupt* interrupt) {
    std::string line;
    const int wake = interrupt != nullptr ? interrupt->descriptor() : -1;
    for (;;) {
        std::array<pollfd, 2> waiting = {pollfd{STDIN_FILENO, POLLIN, 0}, pollfd{wake, POLLIN, 0}};
        const int ready = poll(waiting.data(), waiting.size(), -1);
        if (interrupt != nullptr && interrupt->raised()) {
            stop();
        }
        if (ready < 0) {
            continue; // a signal that is not ours
        }
        char byte = 0;
        const auto count = read(STDIN_FILENO, &byte, 1);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0 || byte == '\n') {
            return line;
        }
        line += byte;
    }
}

bool is_dumb() {
    const char* terminal = std::getenv("TERM");
    return terminal == nullptr || std::string_view(terminal) == "dumb";
}

} // namespace

bool uses_color(Color color, std::FILE* stream) {
    if (color != Color::automatic) {
        return color == Color::always;
    }
    return !is_dumb() && isatty(fileno(stream)) != 0;
}

bool is_watched() {
    const char* ci = std::getenv("CI");
    const bool recorded = ci != nullptr && *ci != '\0' && std::string_view(ci) != "false";
    return !recorded && !is_dumb() && isatty(STDERR_FILENO) != 0;
}

bool can_ask() {
    return isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
}

bool ask(const std::string& question, const Interrupt* interrupt) {
    std::fputs((question + " [y/N] ").c_str(), stderr);
    std::fflush(stderr);
    const auto answer = read_line(interrupt);
    return answer == "y" || answer == "Y" || answer == "yes" || answer == "Yes";
}

void print(const std::string& text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() && errno != EPIPE) {
        print_failed = true;
    }
}

void print_now(const std::string& text) {
    print(text);
    static_cast<void>(finish_printing());
}

bool finish_printing() {
    if (std::fflush(stdout) != 0 && errno != EPIPE) {
        print_failed = true;
    }
    return !print_failed;
}

} // namespace runner::cli
