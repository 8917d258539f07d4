// `status` for people.
#pragma once

#include "cli/paint.hpp"

#include <runner/status.hpp>

#include <string>

namespace runner::cli {

/// "PostgreSQL 15.8, database shop on /run/postgresql as bo"
[[nodiscard]] std::string server_line(const ServerInfo& server);

[[nodiscard]] std::string status_view(const Status& status, const Paint& paint);

} // namespace runner::cli
