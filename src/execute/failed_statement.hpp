// The statement an error stands in, for the record of the failure.
#pragma once

#include <runner/error.hpp>
#include <runner/plan.hpp>

#include <string>

namespace runner {

/// Cut to a length that fits a message; never rows of a COPY. Empty when the error has no place in
/// the step's script, or the file has changed so much that it cannot be read any more.
[[nodiscard]] std::string failed_statement(const Step& step, const Error& error);

} // namespace runner
