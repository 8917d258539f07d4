// All together, because TRUNCATE refuses one table that another one references, even an empty one.
#include "plan/truncation.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace runner {

void empty_tables_first(Plan& plan) {
    const auto is_csv = [](const Step& step) { return step.format == Seed::Format::csv; };
    const auto first = std::find_if(plan.steps.begin(), plan.steps.end(), is_csv);
    std::vector<std::pair<std::string, std::string>> tables;
    for (auto step = first; step != plan.steps.end(); ++step) {
        if (is_csv(*step)) {
            tables.emplace_back(step->table_schema, step->table);
        }
    }
    if (!tables.empty()) {
        first->truncate = std::move(tables);
    }
}

} // namespace runner
