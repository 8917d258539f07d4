// What `check` found, as lines, as annotations, and as a JUnit report.
#pragma once

#include <runner/check.hpp>

#include <string>
#include <vector>

namespace runner::cli {

/// Lines, each with its end: one for the file, more for its findings and notes.
[[nodiscard]] std::string checked_text(const Checked& checked);

/// Annotations of GitHub Actions; empty when there is nothing to say.
[[nodiscard]] std::string checked_annotations(const Checked& checked);

/// The whole document: a test case for each file.
[[nodiscard]] std::string junit_report(const std::vector<Checked>& checked);

} // namespace runner::cli
