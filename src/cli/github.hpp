// Findings as annotations of GitHub Actions: one workflow command a line on standard output.
//
// Whatever is foreign is escaped, so that a file's name or text can neither end its field nor start
// a command of its own.
#pragma once

#include <runner/error.hpp>
#include <runner/location.hpp>
#include <runner/plan.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace runner::cli {

enum class AnnotationLevel { error, warning, notice };

/// With the end of its line. Paths are those below the top of the repository, as GitHub wants them.
[[nodiscard]] std::string annotation(
    AnnotationLevel level,
    std::string_view title,
    std::string_view message,
    const std::optional<Location>& location
);

[[nodiscard]] std::string annotation(AnnotationLevel level, const Problem& problem);

/// One for each complaint.
[[nodiscard]] std::string annotations(const Error& error);

} // namespace runner::cli
