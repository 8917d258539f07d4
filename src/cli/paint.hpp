// Colours of a terminal, or nothing at all.
#pragma once

#include <string>
#include <string_view>

namespace runner::cli {

struct Paint {
    bool on = false;

    [[nodiscard]] std::string bold(std::string_view text) const { return dress("1", text); }

    [[nodiscard]] std::string dim(std::string_view text) const { return dress("2", text); }

    [[nodiscard]] std::string red(std::string_view text) const { return dress("31", text); }

    [[nodiscard]] std::string green(std::string_view text) const { return dress("32", text); }

    [[nodiscard]] std::string yellow(std::string_view text) const { return dress("33", text); }

    [[nodiscard]] std::string alarm(std::string_view text) const { return dress("1;31", text); }

    /// A line of a unified diff: what came is green, what went is red.
    [[nodiscard]] std::string diff(std::string_view line) const {
        if (line.starts_with('+')) {
            return green(line);
        }
        return line.starts_with('-') ? red(line) : std::string(line);
    }

private:
    [[nodiscard]] std::string dress(std::string_view code, std::string_view text) const {
        std::string result(text);
        if (on) {
            result.insert(0, "\x1b[" + std::string(code) + "m").append("\x1b[0m");
        }
        return result;
    }
};

} // namespace runner::cli
