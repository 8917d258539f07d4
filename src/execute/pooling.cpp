#include "execute/pooling.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <string>

namespace runner {
namespace {

std::string advice(std::string_view host) {
    // Neon: ep-cool-name-123456-pooler.eu-central-1.aws.neon.tech
    constexpr std::string_view mark = "-pooler";
    const auto name = host.substr(0, host.find('.'));
    if (name.size() > mark.size() && name.substr(name.size() - mark.size()) == mark) {
        return fmt::format(
            "use a direct URL, with the host {}{}",
            name.substr(0, name.size() - mark.size()),
            host.substr(name.size())
        );
    }
    return "use a direct URL, for example with port 5432 instead of the pooler's";
}

[[noreturn]] void refuse(const std::string& message, std::string_view host) {
    Error error(ErrorKind::usage, message);
    error.say_state("nothing was done");
    error.say_advice(advice(host));
    throw error;
}

} // namespace

void refuse_pooled(pg::Pooling pooling, const Plan& plan, std::string_view host) {
    using enum pg::Pooling;
    if (plan.empty() || pooling == direct || pooling == session_pooling) {
        return;
    }
    if (pooling == statement_pooling) {
        refuse("the connection goes through a pooler that allows no transactions", host);
    }
    const auto step = std::find_if(plan.steps.begin(), plan.steps.end(), [](const Step& each) {
        return each.script.body && !each.script.body->transactional;
    });
    if (step != plan.steps.end()) {
        refuse(
            step->label + " runs outside of a transaction, and the connection goes through a "
                          "pooler in transaction mode",
            host
        );
    }
}

} // namespace runner
