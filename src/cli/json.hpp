// Every JSON text of the program: one document a command, `"schema": 1` first. Field names are
// those of the history tables; invalid UTF-8 is replaced; a field without a value is null, never
// absent.
#pragma once

#include "cli/outcome.hpp"

#include <runner/import.hpp>
#include <runner/runner.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace runner::cli {

[[nodiscard]] std::string json_report(
    std::string_view command, const Outcome& outcome, const std::optional<Applied>& current
);

[[nodiscard]] std::string json_status(const Status& status);

[[nodiscard]] std::string json_current(const Status& status);

[[nodiscard]] std::string
json_paths(std::string_view command, const std::vector<std::filesystem::path>& paths);

[[nodiscard]] std::string json_import(const Imported& imported, const ImportRequest& request);

struct ProgramInfo {
    std::string version;
    std::string compiler;
    std::string libpq;
};

[[nodiscard]] std::string
json_version(const ProgramInfo& program, const std::optional<ServerInfo>& server);

/// A document of one row of `migration`.
[[nodiscard]] std::string json_applied(std::string_view command, const Applied& applied);

/// A document of one field besides its head.
[[nodiscard]] std::string json_fact(std::string_view command, std::string_view name, bool value);
[[nodiscard]] std::string
json_fact(std::string_view command, std::string_view name, const std::string& value);

/// `outcome` is what was done before the error. `command` is empty when the line was not
/// understood.
[[nodiscard]] std::string
json_error(std::string_view command, const Error& error, int exit_code, const Outcome& outcome);

/// Adds one line of `split`. There may be millions, so what does not hold is left out.
void add_json_statement(std::string& lines, const Statement& statement);

/// One line of the log.
[[nodiscard]] std::string
json_log_line(Instant time, std::string_view level, std::string_view message);

} // namespace runner::cli
