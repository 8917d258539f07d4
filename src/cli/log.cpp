// spdlog filters by level and writes; the words of a line are ours, because its prefix carries a
// colour and its JSON must be escaped.
#include "cli/log.hpp"

#include "cli/json.hpp"
#include "cli/terminal.hpp"

#include <spdlog/sinks/stdout_sinks.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <unistd.h>

namespace runner::cli {
namespace {

/// Only a person watches a terminal; what a CI system records is read later.
int terminal_of(const ConsoleSettings& settings) {
    const auto level = spdlog::level::from_str(settings.level);
    return !settings.json && level <= spdlog::level::info && is_watched() ? STDERR_FILENO : -1;
}

} // namespace

Log::Log(const ConsoleSettings& settings)
    : json_(settings.json),
      paint_{!settings.json && uses_color(settings.color, stderr)},
      live_(terminal_of(settings)),
      logger_("runner", std::make_shared<spdlog::sinks::stderr_sink_st>()) {
    logger_.set_pattern("%v");
    logger_.set_level(spdlog::level::from_str(settings.level));
}

Log::~Log() {
    logger_.flush();
}

void Log::write(spdlog::level::level_enum level, std::string_view text) {
    if (!logger_.should_log(level)) {
        return;
    }
    live_.clear();
    if (json_) {
        const auto now =
            std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
        const auto name = spdlog::level::to_string_view(level);
        logger_.log(level, json_log_line(now, {name.data(), name.size()}, text));
        return;
    }
    std::string prefix;
    if (level == spdlog::level::err) {
        prefix = paint_.alarm("error:") + " ";
    } else if (level == spdlog::level::warn) {
        prefix = paint_.yellow("warning:") + " ";
    } else if (level == spdlog::level::debug) {
        prefix = paint_.dim("debug:") + " ";
    }
    logger_.log(level, prefix.append(text));
}

} // namespace runner::cli
