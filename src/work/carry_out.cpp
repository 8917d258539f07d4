#include "work/carry_out.hpp"

#include "discover/sum_file.hpp"
#include "work/connected.hpp"
#include "work/work.hpp"

namespace runner {

Sources sources_to_apply(const Options& options, Downs downs) {
    auto sources = discover(options, options.require_sum ? Downs::read : downs);
    if (options.require_sum) {
        require_sum(options, sources);
    }
    return sources;
}

Report carry_out(
    const Options& options,
    Observer& observer,
    Sources sources,
    const std::vector<Planning>& plannings,
    const std::string& expected_plan
) {
    // From here on no file is read twice.
    Connected session(options, observer);
    Work work(options, observer, session, sources);
    if (!expected_plan.empty()) {
        work.expect(expected_plan, plannings);
    }
    for (const auto& planning : plannings) {
        work.perform(planning);
    }
    return work.report();
}

} // namespace runner
