// now() is one time within a transaction, so a second run would write what the first one wrote.
// That is why what the first run took from the clock is made a second older in between.
#include "prove/prover.hpp"

#include "execute/csv_seed.hpp"
#include "execute/statement.hpp"
#include "parse/script_statements.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace runner {
namespace {

/// Each statement of the second run is a subtransaction of its own, and so is known by what it
/// wrote. A script with savepoints of its own might leave ours.
bool can_be_marked(const Step& step) {
    constexpr std::array<std::string_view, 3> commands = {"SAVEPOINT", "RELEASE", "ROLLBACK"};
    RunnableStatements statements(step.script);
    while (const auto statement = statements.next()) {
        for (const auto command : commands) {
            if (statement->command.starts_with(command)) {
                return false;
            }
        }
    }
    return true;
}

std::vector<std::string> first_of(std::vector<std::string> rows) {
    constexpr std::size_t examples = 3;
    rows.resize(std::min(rows.size(), examples));
    return rows;
}

bool is_csv(const Step& step) {
    return step.format == Seed::Format::csv;
}

} // namespace

Prover::Prover(pg::Connection& connection, Observer& observer, const Options& options)
    : connection_(connection),
      observer_(observer),
      session_(connection, options),
      tables_(connection, options.history_schema) {
    connection_.execute(session_.own_role_sql());
    tables_.begin();
    connection_.execute("create temporary table runner_proof_marks (number pg_catalog.int4) "
                        "on commit drop; grant insert on pg_temp.runner_proof_marks to public");
}

SeedProof Prover::prove(const Step& step) {
    SeedProof proof;
    proof.name = step.label;
    if (!step.script.body->transactional) {
        proof.result = SeedProof::Result::not_possible;
        proof.reason = "it runs outside of a transaction, and could not be taken back";
        return proof;
    }
    proof.statements = step.script.body->statements;
    begin_run(step);
    run(step, false);
    end_run();
    auto written = tables_.written();
    for (const auto& table : written) {
        make_older(table);
    }
    // A second run may write where the first one did not: then it is run once more, with a copy.
    for (bool complete = false; !complete;) {
        tables_.remember(written);
        connection_.execute("savepoint runner_proof_second");
        if (!second_run(step, proof)) {
            break;
        }
        auto more = tables_.written();
        complete = std::includes(written.begin(), written.end(), more.begin(), more.end());
        if (complete) {
            compare(step, written, proof);
        }
        written.merge(more);
        undo_second_run();
    }
    proof.tables.assign(written.begin(), written.end());
    proof.result = proof.findings.empty() ? SeedProof::Result::proved : SeedProof::Result::found;
    return proof;
}

/// False when it failed, which is a finding.
bool Prover::second_run(const Step& step, SeedProof& proof) {
    try {
        connection_.execute("truncate pg_temp.runner_proof_marks");
        begin_run(step);
        run(step, is_csv(step) || can_be_marked(step));
        end_run();
        return true;
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::statement || !connection_.usable()) {
            throw;
        }
        SeedFinding failed;
        failed.location = error.location().value_or(Location{step.script.path, {0, 0}, {}});
        if (error.server()) {
            failed.failure = *error.server();
        } else {
            failed.failure.message = error.what();
        }
        proof.findings.push_back(std::move(failed));
        undo_second_run();
        return false;
    }
}

void Prover::begin_run(const Step& step) {
    connection_.execute(session_.own_role_sql() + "RESET ALL");
    connection_.query(
        "select " + session_.settings_sql(true), session_.settings_values(step.script, true)
    );
}

/// With the checks that would come at COMMIT, and then with settings that are always the same.
void Prover::end_run() {
    connection_.execute(
        "SET CONSTRAINTS ALL IMMEDIATE;" + session_.own_role_sql() +
        "RESET ALL; SET LOCAL statement_timeout = 0"
    );
    const auto deferred = connection_.execute(
        "select pg_catalog.string_agg(distinct pg_catalog.format('%I.%I', n.nspname, c.conname), "
        "', ') from pg_catalog.pg_constraint c join pg_catalog.pg_namespace n on n.oid "
        "operator(pg_catalog.=) c.connamespace where c.condeferred"
    );
    if (!deferred.front().is_null(0, 0)) {
        connection_.execute(fmt::format("SET CONSTRAINTS {} DEFERRED", deferred.front().value(0, 0))
        );
    }
}

void Prover::run(const Step& step, bool marked) {
    std::size_t number = 0;
    const auto in_subtransaction = [&](const auto& work) {
        ++number;
        if (!marked) {
            work();
            return;
        }
        connection_.execute(fmt::format(
            "savepoint runner_proof_statement; insert into pg_temp.runner_proof_marks values ({})",
            number
        ));
        work();
        connection_.execute("release savepoint runner_proof_statement");
    };
    if (is_csv(step)) {
        in_subtransaction([&] { load_csv_seed(connection_, step); });
        return;
    }
    RunnableStatements statements(step.script);
    while (const auto statement = statements.next()) {
        in_subtransaction([&] { run_statement(connection_, step, *statement); });
    }
}

void Prover::make_older(const std::string& table) {
    const auto reason = tables_.make_older(table);
    if (!reason.empty()) {
        observer_.remark(fmt::format(
            "a now() that is written again does not show in {}, whose times cannot be changed: {}",
            table,
            reason
        ));
    }
}

void Prover::compare(const Step& step, const std::set<std::string>& tables, SeedProof& proof) {
    std::vector<std::pair<std::string, TableDifference>> only_gone;
    for (const auto& table : tables) {
        auto difference = tables_.difference(table);
        if (difference.cut) {
            observer_.remark(
                fmt::format("{}: a second run changes more of {} than is shown", step.label, table)
            );
        }
        if (difference.came.empty() && !difference.gone.empty()) {
            only_gone.emplace_back(table, std::move(difference));
        } else {
            tell_written(step, table, difference, proof);
        }
    }
    // To look for who removed a row takes another run, which forgets who wrote in this one.
    for (const auto& [table, difference] : only_gone) {
        const auto number = remover(step, table, difference.gone.front());
        add_finding(step, number, table, difference, proof).before = first_of(difference.gone);
    }
}

/// A finding for each statement that wrote. Rows that were replaced come in the same order as those
/// they were replaced with, because a row begins with its key in nearly every table.
void Prover::tell_written(
    const Step& step, const std::string& table, const TableDifference& difference, SeedProof& proof
) {
    std::map<std::size_t, std::pair<std::vector<std::string>, std::vector<std::string>>> rows;
    const bool in_pairs = difference.came.size() == difference.gone.size();
    for (std::size_t at = 0; at < difference.came.size(); ++at) {
        const auto& [row, transaction] = difference.came[at];
        auto& [before, after] = rows[writer(transaction)];
        after.push_back(row);
        if (in_pairs) {
            before.push_back(difference.gone[at]);
        }
    }
    for (const auto& [number, both] : rows) {
        auto& found = add_finding(step, number, table, difference, proof);
        found.before = first_of(rows.size() == 1 ? difference.gone : both.first);
        found.after = first_of(both.second);
    }
}

SeedFinding& Prover::add_finding(
    const Step& step,
    std::size_t number,
    const std::string& table,
    const TableDifference& difference,
    SeedProof& proof
) {
    auto& found = proof.findings.emplace_back();
    found.location = place_of(step, number);
    found.table = table;
    found.rows_before = difference.rows_before;
    found.rows_after = difference.rows_after;
    return found;
}

/// The number of the statement that wrote as this subtransaction, or as one inside of it; 0 when
/// nobody knows.
std::size_t Prover::writer(const std::string& transaction) const {
    const auto found = connection_.query(
        "select coalesce((select m.number from pg_temp.runner_proof_marks m where "
        "m.xmin::pg_catalog.text::pg_catalog.int8 operator(pg_catalog.<=) $1::pg_catalog.int8 "
        "order by m.xmin::pg_catalog.text::pg_catalog.int8 desc limit 1), 0)",
        {transaction}
    );
    return static_cast<std::size_t>(found.integer(0, 0));
}

/// The number of the first statement behind which the row is gone, found by one more run.
std::size_t Prover::remover(const Step& step, const std::string& table, const std::string& row) {
    if (is_csv(step)) {
        return 1;
    }
    undo_second_run();
    connection_.execute("savepoint runner_proof_second");
    try {
        begin_run(step);
        RunnableStatements statements(step.script);
        std::size_t number = 0;
        while (const auto statement = statements.next()) {
            ++number;
            run_statement(connection_, step, *statement);
            if (!tables_.holds(table, row)) {
                return number;
            }
        }
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::statement) {
            throw; // else this run is no better than its place: the finding stays
        }
    }
    return 0;
}

Location Prover::place_of(const Step& step, std::size_t number) {
    if (!is_csv(step) && number > 0) {
        RunnableStatements statements(step.script);
        while (const auto statement = statements.next()) {
            if (--number == 0) {
                return step.script.locate(statement->span.offset);
            }
        }
    }
    return {step.script.path, {0, 0}, {}};
}

void Prover::undo_second_run() {
    connection_.execute("rollback to savepoint runner_proof_second; "
                        "release savepoint runner_proof_second");
}

} // namespace runner
