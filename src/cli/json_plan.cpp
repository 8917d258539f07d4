#include "cli/json_plan.hpp"

#include "cli/json_parts.hpp"

#include <array>
#include <string_view>

namespace runner::cli {
namespace {

std::string_view effect_name(StatementReview::Effect effect) {
    switch (effect) {
    case StatementReview::Effect::definition:
        return "definition";
    case StatementReview::Effect::data:
        return "data";
    case StatementReview::Effect::session:
        return "session";
    case StatementReview::Effect::other:
        break;
    }
    return "other";
}

std::string_view state_name(TouchedTable::State state) {
    switch (state) {
    case TouchedTable::State::known:
        return "known";
    case TouchedTable::State::made:
        return "made";
    case TouchedTable::State::missing:
        break;
    }
    return "missing";
}

template <typename Value>
Json value_or_null(const std::optional<Value>& value) {
    return value ? Json(*value) : Json();
}

Json names_json(const std::vector<std::size_t>& places, const std::vector<TouchedTable>& tables) {
    Json names = Json::array();
    for (const auto place : places) {
        names.push_back(tables[place].name);
    }
    return names;
}

Json statement_json(const StatementReview& statement, const std::vector<TouchedTable>& tables) {
    return {
        {"line", statement.position.line},
        {"column", statement.position.column},
        {"command", statement.command},
        {"effect", effect_name(statement.effect)},
        {"refuses_transaction", statement.refuses_transaction},
        {"batch", value_or_null(statement.batch)},
        {"tables", names_json(statement.tables, tables)},
        {"hidden", statement.hidden}};
}

Json step_json(
    const Step& step, const StepReview* review, const std::vector<TouchedTable>& tables
) {
    const auto& body = step.script.body;
    Json item = {
        {"action", action_name(step.action)},
        {"version", version_json(step.action, step.version)},
        {"label", step.label},
        {"file", step.from_history ? Json() : Json(step.script.path.string())},
        {"verify", step.verify ? Json(step.verify->path.string()) : Json()},
        {"from_history", step.from_history},
        {"checksum", step.script.checksum.text()}};
    item["statements"] = body ? Json(body->statements) : Json();
    item["transactional"] = body ? Json(body->transactional) : Json();
    item["transaction"] = review != nullptr ? value_or_null(review->transaction) : Json();
    item["pipeline"] = review != nullptr ? value_or_null(review->pipeline) : Json();
    auto& list = item["statement_list"] = Json::array();
    if (review == nullptr) {
        return item;
    }
    for (const auto& statement : review->statements) {
        list.push_back(statement_json(statement, tables));
    }
    item["changes_data"] = review->changes_data;
    item["changes_session"] = review->changes_session;
    item["hidden"] = review->hidden;
    item["tables"] = names_json(review->tables, tables);
    return item;
}

Json table_json(const TouchedTable& table) {
    const bool known = table.state == TouchedTable::State::known;
    return {
        {"name", table.name},
        {"state", state_name(table.state)},
        {"kind", text_or_null(table.kind)},
        {"made_by", text_or_null(table.made_by)},
        {"rows", value_or_null(table.rows)},
        {"bytes", known ? Json(table.bytes) : Json()}};
}

} // namespace

std::string json_plan(std::string_view command, const PlanReview& review, bool dry_run) {
    auto document = document_head(command);
    document["dry_run"] = dry_run;
    document["server"] = server_json(review.server);
    document["current"] = applied_json(review.current);
    document["plan_hash"] = text_or_null(review.plan_hash);
    auto& steps = document["plan"] = Json::array();
    for (std::size_t at = 0; at < review.plan.steps.size(); ++at) {
        steps.push_back(step_json(
            review.plan.steps[at],
            at < review.steps.size() ? &review.steps[at] : nullptr,
            review.tables
        ));
    }
    auto& tables = document["tables"] = Json::array();
    for (const auto& table : review.tables) {
        tables.push_back(table_json(table));
    }
    document["problems"] = problems_json(review.plan.problems);
    document["notices"] = review.plan.notices;
    return document_text(document);
}

std::string json_rehearsal(const Rehearsal& rehearsal, int exit_code) {
    constexpr std::array outcomes = {"passed", "failed", "left_out"};
    auto document = document_head("plan");
    document["rehearsal"] = true;
    auto& steps = document["steps"] = Json::array();
    for (const auto& step : rehearsal.steps) {
        const bool left_out = step.outcome == Rehearsed::Outcome::left_out;
        steps.push_back(
            {{"action", action_name(step.action)},
             {"version", version_json(step.action, step.version)},
             {"label", step.label},
             {"outcome", outcomes[static_cast<std::size_t>(step.outcome)]},
             {"duration_ms", left_out ? Json() : Json(step.took.count())},
             {"reason", text_or_null(step.reason)},
             {"error", step.error ? error_json(*step.error, exit_code) : Json()}}
        );
    }
    document["notices"] = rehearsal.plan.notices;
    return document_text(document);
}

} // namespace runner::cli
