// What documents and events have in common. Only the files that write JSON include this one, for
// the compile time of nlohmann/json.
#pragma once

#include <runner/changes.hpp>
#include <runner/error.hpp>
#include <runner/history.hpp>
#include <runner/plan.hpp>
#include <runner/status.hpp>

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner::cli {

using Json = nlohmann::ordered_json;

/// On one line, without its end. Invalid UTF-8 is replaced.
[[nodiscard]] std::string dumped(const Json& json);

/// The beginning of every document.
[[nodiscard]] Json document_head(std::string_view command);
/// A whole document, with its line end.
[[nodiscard]] std::string document_text(const Json& document);

[[nodiscard]] Json text_or_null(const std::string& text);
[[nodiscard]] std::string_view action_name(Step::Action action);
/// Null where a number means nothing.
[[nodiscard]] Json version_json(Step::Action action, const Version& version);
[[nodiscard]] Json applied_json(const std::optional<Applied>& applied);
/// Adds file, line and column, null where they are not known.
void put_place(Json& json, const std::optional<Location>& location);
[[nodiscard]] Json place_json(const std::string& message, const std::optional<Location>& location);
[[nodiscard]] Json problems_json(const std::vector<Problem>& problems);
[[nodiscard]] Json changes_json(const std::vector<Change>& changes);
[[nodiscard]] Json blockers_json(const std::vector<Blocker>& blockers);
[[nodiscard]] Json server_json(const ServerInfo& server);
[[nodiscard]] Json error_json(const Error& error, int exit_code);

} // namespace runner::cli
