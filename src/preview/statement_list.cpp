#include "preview/statement_list.hpp"

#include "parse/script_statements.hpp"
#include "parse/touched_tables.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace runner {
namespace {

using Effect = StatementReview::Effect;

constexpr std::size_t most_statements_kept = 1000;

/// The names of a longer statement stand at its beginning, its rows behind them.
constexpr std::size_t longest_read = std::size_t{1} << 16;

Effect effect_of(const Statement& statement) {
    constexpr std::array<std::string_view, 6> data = {
        "COPY", "DELETE", "INSERT", "MERGE", "TRUNCATE", "UPDATE"};
    constexpr std::array<std::string_view, 7> definitions = {
        "COMMENT",
        "GRANT",
        "IMPORT FOREIGN SCHEMA",
        "REASSIGN OWNED",
        "REVOKE",
        "SECURITY LABEL",
        "SELECT INTO"};
    const std::string_view command = statement.command;
    if (std::find(data.begin(), data.end(), command) != data.end()) {
        return Effect::data;
    }
    if (command.starts_with("CREATE") || command.starts_with("ALTER") ||
        command.starts_with("DROP") ||
        std::find(definitions.begin(), definitions.end(), command) != definitions.end()) {
        return Effect::definition;
    }
    return statement.changes_session ? Effect::session : Effect::other;
}

class Lister {
public:
    Lister(PlanReview& review, unsigned server) : review_(review), server_(server) {}

    void add(const Step& step);

private:
    void add(const Step& step, const Statement& statement, StepReview& into);
    [[nodiscard]] std::size_t place_of(const std::string& name);

    PlanReview& review_;
    unsigned server_;
    std::map<std::string, std::size_t> places_; // in PlanReview::tables, by name as written
};

std::size_t Lister::place_of(const std::string& name) {
    const auto [found, fresh] = places_.emplace(name, review_.tables.size());
    if (fresh) {
        review_.tables.push_back({.name = name});
    }
    return found->second;
}

void add_once(std::vector<std::size_t>& places, std::size_t place) {
    if (std::find(places.begin(), places.end(), place) == places.end()) {
        places.push_back(place);
    }
}

void count(std::vector<std::pair<std::string, std::size_t>>& commands, const std::string& command) {
    const auto found = std::find_if(commands.begin(), commands.end(), [&](const auto& each) {
        return each.first == command;
    });
    if (found != commands.end()) {
        ++found->second;
    } else {
        commands.emplace_back(command, 1);
    }
}

void Lister::add(const Step& step, const Statement& statement, StepReview& into) {
    const auto text = step.script.text.view().substr(statement.span.offset, statement.span.length);
    const auto touched = touched_tables(statement, text.substr(0, longest_read));
    StatementReview item{
        .position = statement.position,
        .command = statement.command,
        .effect = effect_of(statement),
        .refuses_transaction = statement.refuses_transaction(server_),
        .batch = statement.directives.batch,
        .hidden = touched.hidden};
    for (const auto& name : touched.used) {
        const auto place = place_of(name);
        item.tables.push_back(place);
        add_once(into.tables, place);
    }
    for (const auto& name : touched.made) {
        const auto place = place_of(name);
        item.tables.push_back(place);
        auto& table = review_.tables[place];
        if (table.made_by.empty()) {
            table.made_by = step.label;
        }
    }
    count(into.commands, statement.command);
    into.changes_data = into.changes_data || item.effect == Effect::data;
    into.changes_session = into.changes_session || statement.changes_session;
    into.hidden = into.hidden || item.hidden;
    if (into.statements.size() < most_statements_kept) {
        into.statements.push_back(std::move(item));
    }
}

void Lister::add(const Step& step) {
    StepReview into;
    if (step.action == Step::Action::seed && step.format == Seed::Format::csv) {
        // The names of its file are no SQL; in quotes they are.
        const auto quoted = [](const std::string& name) { return '"' + name + '"'; };
        const auto place = place_of(
            (step.table_schema.empty() ? "" : quoted(step.table_schema) + ".") + quoted(step.table)
        );
        into.statements.push_back(
            {.position = {1, 1}, .command = "COPY", .effect = Effect::data, .tables = {place}}
        );
        into.tables.push_back(place);
        into.commands.emplace_back("COPY", 1);
        into.changes_data = true;
    } else {
        RunnableStatements statements(step.script);
        while (const auto statement = statements.next()) {
            add(step, *statement, into);
        }
    }
    review_.steps.push_back(std::move(into));
}

/// Consecutive steps with a transaction are one pipeline.
void number_transactions(PlanReview& review, bool atomic) {
    std::size_t transactions = 0;
    std::size_t pipelines = 0;
    bool in_pipeline = false;
    for (std::size_t at = 0; at < review.steps.size(); ++at) {
        const bool transactional = review.plan.steps[at].script.body->transactional;
        if (transactional) {
            transactions += atomic && transactions > 0 ? 0 : 1;
            pipelines += in_pipeline ? 0 : 1;
            review.steps[at].transaction = transactions;
            review.steps[at].pipeline = pipelines;
        }
        in_pipeline = transactional;
    }
}

} // namespace

void list_statements(PlanReview& review, unsigned server, bool atomic) {
    Lister lister(review, server);
    for (const auto& step : review.plan.steps) {
        lister.add(step);
    }
    number_transactions(review, atomic);
}

} // namespace runner
