#include "work/last_failure.hpp"

#include <algorithm>

namespace runner {

std::string words_on_last_failure(const History& history, const Plan& plan) {
    const auto& failure = history.failure;
    if (!failure ||
        std::ranges::find(plan.steps, failure->subject, &Step::label) == plan.steps.end()) {
        return {};
    }
    auto words = failure->subject + " failed the last time: " + failure->message;
    words += failure->where.empty() ? "" : "\nat " + failure->where;
    words += failure->statement.empty() ? "" : "\nstatement: " + failure->statement;
    words += failure->blocker.empty() ? "" : "\nit waited for " + failure->blocker;
    return words;
}

} // namespace runner
