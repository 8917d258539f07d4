#include "cli/plan_view.hpp"

#include "cli/text.hpp"
#include "cli/units.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace runner::cli {
namespace {

constexpr std::string_view indent = "      ";

std::string_view word_of(Step::Action action) {
    return action == Step::Action::revert ? "down" : action == Step::Action::seed ? "seed" : "up";
}

struct Widths {
    std::size_t label = 0;
    std::size_t file = 0;
};

std::string file_of(const Step& step) {
    return step.from_history ? "from the history" : printable(step.script.path.string());
}

std::string transaction_text(const Step& step, bool atomic) {
    const auto& body = *step.script.body;
    if (!body.transactional) {
        return "no transaction: each statement stands alone";
    }
    if (atomic) {
        return "in the one transaction";
    }
    return body.transaction_modes.empty() ? "one transaction"
                                          : "one transaction, " + printable(body.transaction_modes);
}

std::string step_line(const Step& step, const Widths& widths, bool atomic) {
    auto line = fmt::format(
        "{:4}  {}  {}",
        word_of(step.action),
        padded(printable(step.label), widths.label),
        padded(file_of(step), step.script.body ? widths.file : 0)
    );
    if (step.script.body) {
        const bool csv = step.action == Step::Action::seed && step.format == Seed::Format::csv;
        line += fmt::format(
            "  {}, {}",
            csv ? "rows" : counted(step.script.body->statements, "statement"),
            transaction_text(step, atomic)
        );
    }
    return line + "\n";
}

std::string table_text(const TouchedTable& table, const Step& step) {
    switch (table.state) {
    case TouchedTable::State::made:
        return table.made_by == step.label ? "made by this file"
                                           : "made by " + printable(table.made_by);
    case TouchedTable::State::missing:
        return "not there now";
    case TouchedTable::State::known:
        break;
    }
    if (table.kind == "view" || table.kind == "foreign table" || table.kind == "sequence") {
        return "a " + table.kind;
    }
    const auto kind = table.kind == "table" ? std::string() : table.kind + ", ";
    return kind + rows_text(table.rows) + ", " + bytes_text(table.bytes);
}

std::string commands_line(const StepReview& review) {
    std::string line;
    for (const auto& [command, count] : review.commands) {
        line += line.empty() ? "" : ", ";
        line += count == 1 ? printable(command) : fmt::format("{} {}", count, printable(command));
    }
    return line;
}

std::string remarks_of(const StatementReview& statement) {
    std::string remarks;
    const auto add = [&](std::string_view words) {
        remarks += remarks.empty() ? "  " : ", ";
        remarks += words;
    };
    if (statement.effect == StatementReview::Effect::data) {
        add("changes rows");
    }
    if (statement.effect == StatementReview::Effect::session) {
        add("changes the session");
    }
    if (statement.refuses_transaction) {
        add("refuses a transaction");
    }
    if (statement.batch) {
        add(fmt::format("again and again, {} rows each", *statement.batch));
    }
    if (statement.hidden) {
        add("what it touches is not known");
    }
    return remarks;
}

std::string statements_text(const StepReview& review, const std::vector<TouchedTable>& tables) {
    std::size_t width = 0;
    for (const auto& statement : review.statements) {
        width = std::max(width, display_width(printable(statement.command)));
    }
    std::string text;
    for (const auto& statement : review.statements) {
        text += fmt::format(
            "{}{:>4}:{:<3} {}",
            indent,
            statement.position.line,
            statement.position.column,
            padded(printable(statement.command), width)
        );
        const char* separator = "  ";
        for (const auto place : statement.tables) {
            text += separator + printable(tables[place].name);
            separator = ", ";
        }
        text += remarks_of(statement) + "\n";
    }
    std::size_t all = 0;
    for (const auto& [command, count] : review.commands) {
        all += count;
    }
    if (all > review.statements.size()) {
        text += fmt::format("{}… and {} more\n", indent, all - review.statements.size());
    }
    return text;
}

std::string details(const PlanReview& review, std::size_t at, bool every_statement) {
    const auto& step = review.steps[at];
    std::string text;
    if (every_statement) {
        text += statements_text(step, review.tables);
    } else if (!step.commands.empty()) {
        text += std::string(indent) + commands_line(step) + "\n";
    }
    for (const auto place : step.tables) {
        const auto& table = review.tables[place];
        text += fmt::format(
            "{}{}: {}\n", indent, printable(table.name), table_text(table, review.plan.steps[at])
        );
    }
    if (step.hidden && !every_statement) {
        text += std::string(indent) + "what DO and CALL touch is not known\n";
    }
    return text;
}

} // namespace

std::string rows_text(const std::optional<std::int64_t>& rows) {
    struct Unit {
        std::int64_t size;
        std::string_view name;
    };

    constexpr std::array units = {
        Unit{1'000'000'000, "billion"}, Unit{1'000'000, "million"}, Unit{1'000, "thousand"}};
    if (!rows) {
        return "rows not counted yet";
    }
    for (const auto& unit : units) {
        if (*rows >= unit.size) {
            const auto tenths = *rows / (unit.size / 10);
            return tenths < 100
                       ? fmt::format("about {}.{} {} rows", tenths / 10, tenths % 10, unit.name)
                       : fmt::format("about {} {} rows", tenths / 10, unit.name);
        }
    }
    return fmt::format("about {} row{}", *rows, *rows == 1 ? "" : "s");
}

std::string bytes_text(std::int64_t bytes) {
    constexpr std::array<std::string_view, 5> units = {"bytes", "kB", "MB", "GB", "TB"};
    constexpr std::int64_t next = 1024;
    std::size_t unit = 0;
    // As pg_size_pretty(): a larger unit from ten of it on.
    for (; unit + 1 < units.size() && bytes >= 10 * next; ++unit) {
        bytes = (bytes + next / 2) / next;
    }
    return fmt::format("{} {}", bytes, units[unit]);
}

std::string plan_view(const PlanReview& review, bool atomic, bool every_statement) {
    Widths widths;
    for (const auto& step : review.plan.steps) {
        widths.label = std::max(widths.label, display_width(printable(step.label)));
        widths.file = std::max(widths.file, display_width(file_of(step)));
    }
    std::string text;
    for (std::size_t at = 0; at < review.plan.steps.size(); ++at) {
        text += step_line(review.plan.steps[at], widths, atomic);
        if (at < review.steps.size()) {
            text += details(review, at, every_statement);
        }
    }
    if (!review.plan_hash.empty() && !review.plan.empty()) {
        text += "plan  " + review.plan_hash + "\n";
    }
    return text;
}

std::string rehearsal_view(const Rehearsal& rehearsal) {
    std::size_t width = 0;
    for (const auto& step : rehearsal.steps) {
        width = std::max(width, display_width(printable(step.label)));
    }
    std::string text;
    for (const auto& step : rehearsal.steps) {
        text += fmt::format(
            "{:4}  {}  {}\n",
            word_of(step.action),
            padded(printable(step.label), width),
            step.outcome == Rehearsed::Outcome::passed
                ? "ok, " + duration_text(step.took) +
                      (step.reason.empty() ? "" : "; " + printable(step.reason))
            : step.outcome == Rehearsed::Outcome::failed
                ? "would fail, after " + duration_text(step.took)
                : "not rehearsed: " + printable(step.reason)
        );
    }
    return text;
}

} // namespace runner::cli
