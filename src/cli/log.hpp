// Standard error: progress, warnings and errors, as text for people or as JSON lines.
#pragma once

#include "cli/live_line.hpp"
#include "cli/paint.hpp"
#include "cli/settings.hpp"

#include <spdlog/logger.h>

#include <string>
#include <string_view>

namespace runner::cli {

/// Owns its logger; spdlog's global registry and default logger stay untouched.
/// Texts must be printable(): they are written as they are.
class Log {
public:
    explicit Log(const ConsoleSettings& settings);
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    void debug(std::string_view text) { write(spdlog::level::debug, text); }

    void info(std::string_view text) { write(spdlog::level::info, text); }

    void warning(std::string_view text) { write(spdlog::level::warn, text); }

    void error(std::string_view text) { write(spdlog::level::err, text); }

    /// Colours for texts that are written here: none in JSON lines.
    [[nodiscard]] const Paint& paint() const noexcept { return paint_; }

    /// Cleared before each line that is written here.
    [[nodiscard]] LiveLine& live() noexcept { return live_; }

private:
    void write(spdlog::level::level_enum level, std::string_view text);

    bool json_;
    Paint paint_;
    LiveLine live_;
    spdlog::logger logger_;
};

} // namespace runner::cli
