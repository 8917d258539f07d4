// What to do instead of a psql command, which is a thing of the client and no SQL.
#pragma once

#include <string>
#include <string_view>

namespace runner {

/// pg_dump writes \restrict and \unrestrict around everything; they mean nothing to us.
[[nodiscard]] bool is_ignored_psql_command(std::string_view line) noexcept;

/// `line` begins with the backslash.
[[nodiscard]] std::string psql_command_refusal(std::string_view line);

} // namespace runner
