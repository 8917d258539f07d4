#include "psql/step_script.hpp"

#include "parse/script_statements.hpp"
#include "parse/statement_text.hpp"
#include "psql/journal_script.hpp"
#include "record/recording.hpp"
#include "record/since_begin.hpp"

#include <runner/error.hpp>

#include <spdlog/fmt/fmt.h>

#include <charconv>

namespace runner::psql {
namespace {

using Action = Step::Action;

std::string_view word_of(Action action) {
    return action == Action::revert ? "down" : action == Action::seed ? "seed" : "up  ";
}

[[noreturn]] void refuse(const Step& step, const std::string& why, std::size_t offset) {
    Error error(ErrorKind::usage, why, step.script.locate(offset));
    error.say_state("no script was written");
    error.say_advice("let runner up do this one, and write the script for those behind it");
    throw error;
}

/// While it skips a file psql reads its strings as standard ones, and would not find their end.
void refuse_what_psql_cannot(const Step& step) {
    if (step.action == Action::seed && step.format == Seed::Format::csv) {
        refuse(step, step.label + " is a CSV seed, which needs runner to be loaded", 0);
    }
    if (step.verify) {
        refuse(step, step.label + " has a verify script, whose answers psql cannot look at", 0);
    }
    RunnableStatements statements(step.script);
    while (const auto statement = statements.next()) {
        if (!statements.standard_strings()) {
            refuse(
                step,
                "psql would read the strings behind standard_conforming_strings = off in another "
                "way; write them as E'…'",
                statement->span.offset
            );
        }
        if (statement->directives.max_lag) {
            refuse(
                step, "psql cannot wait for a standby, as @max-lag asks", statement->span.offset
            );
        }
    }
}

/// Our own SQL with its parameters in their places.
std::string bound(const std::string& sql, const pg::Parameters& values) {
    std::string result;
    bool in_name = false; // the schema may have a dollar in it
    for (std::size_t at = 0; at < sql.size(); ++at) {
        in_name = in_name != (sql[at] == '"');
        if (sql[at] != '$' || in_name) {
            result += sql[at];
            continue;
        }
        std::size_t number = 0;
        const auto* begin = sql.data() + at + 1;
        const auto* end = std::from_chars(begin, sql.data() + sql.size(), number).ptr;
        at += static_cast<std::size_t>(end - begin);
        // Who runs the script, and when, is known only then.
        result += number == 2   ? ":'runner_run'"
                  : number == 3 ? ":'runner_host'"
                                : literal_or_null(values[number - 1]);
    }
    return result;
}

/// A repeatable runs again when what it depends on is younger: a condition that begins with "or",
/// or nothing.
std::string or_older_than_what_it_depends_on(const Output& out, const Step& step) {
    std::string sql;
    for (const auto& dependency : step.script.header.depends) {
        sql += fmt::format(
            " or exists (select from {0}.{1} d, {0}.repeatable r where r.name "
            "operator(pg_catalog.=) {2} and d.applied_at operator(pg_catalog.>) r.applied_at and "
            "d.{3})",
            out.schema(),
            dependency.version ? "migration" : "repeatable",
            literal(step.name),
            dependency.version ? fmt::format(
                                     "version operator(pg_catalog.=) {}::pg_catalog.numeric",
                                     dependency.version->digits
                                 )
                               : "name operator(pg_catalog.=) " + literal(dependency.repeatable)
        );
    }
    return sql;
}

/// Sets runner_pending, and stops where the step must not be done.
void ask_whether_pending(const Output& out, const Step& step) {
    const auto& version = step.version.digits;
    if (!step.has_version()) {
        out.ask(fmt::format(
            "select {} as runner_pending",
            step.script.header.always
                ? std::string("true")
                : fmt::format(
                      "not exists (select from {}.{} where name operator(pg_catalog.=) {} and "
                      "fingerprint operator(pg_catalog.=) {}){}",
                      out.schema(),
                      step.action == Action::seed ? "seed" : "repeatable",
                      literal(step.name),
                      literal(step.script.body->fingerprint.text()),
                      or_older_than_what_it_depends_on(out, step)
                  )
        ));
        return;
    }
    const bool up = step.action == Action::apply;
    out.ask(fmt::format(
        "select {0} exists (select from {1}.migration where version operator(pg_catalog.=) "
        "{2}::pg_catalog.numeric) as runner_pending, {3} as runner_refused",
        up ? "not" : "",
        out.schema(),
        version,
        up ? fmt::format(
                 "exists (select from {}.migration where version operator(pg_catalog.=) "
                 "{}::pg_catalog.numeric and fingerprint operator(pg_catalog.<>) {})",
                 out.schema(),
                 version,
                 literal(step.script.body->fingerprint.text())
             )
           : fmt::format(
                 "exists (select from {0}.migration m, {0}.migration own where own.version "
                 "operator(pg_catalog.=) {1}::pg_catalog.numeric and m.sequence "
                 "operator(pg_catalog.>) own.sequence)",
                 out.schema(),
                 version
             )
    ));
    if (up) {
        out.fail_if(
            "runner_refused",
            step.label + " is applied, and from another text than this one",
            "see what was applied with: runner status"
        );
    } else {
        out.fail_if(
            "runner_refused",
            step.label + " is not the last applied migration",
            "make a script for this database with: runner plan --down --sql"
        );
    }
}

/// Under `late = error`, a migration below an applied one.
void refuse_late(const Output& out, const Step& step) {
    if (step.action != Action::apply || out.options().late == Options::Late::apply) {
        return;
    }
    out.ask(fmt::format(
        "select exists (select from {}.migration where version operator(pg_catalog.>) "
        "{}::pg_catalog.numeric) as runner_late",
        out.schema(),
        step.version.digits
    ));
    out.fail_if(
        "runner_late",
        step.label + " is late: a higher number is already applied",
        "make the script with --allow-out-of-order"
    );
}

void write_opening(const Output& out, const Step& step) {
    std::string begin = "begin isolation level read committed, read write, not deferrable";
    if (const auto& modes = step.script.body->transaction_modes; !modes.empty()) {
        begin += ", " + without_variables(modes);
    }
    out.run(begin);
    out.reset_session();
    const auto& header = step.script.header;
    out.ask(fmt::format(
        "select pg_catalog.set_config('lock_timeout', '{}', true) as runner_ignored, "
        "pg_catalog.set_config('statement_timeout', '{}', true) as runner_ignored_2, "
        "(case when not pg_catalog.pg_try_advisory_xact_lock(:runner_step) then "
        "'runner: somebody is at it' {} else 'true' end)::pg_catalog.bool as runner_ignored_3",
        header.lock_timeout.value_or(out.options().lock_timeout).count(),
        header.statement_timeout.value_or(out.options().statement_timeout).count(),
        !step.has_version()
            ? std::string()
            : fmt::format(
                  "when {} exists (select from {}.migration where version operator(pg_catalog.=) "
                  "{}::pg_catalog.numeric) then 'runner: somebody did it'",
                  step.action == Action::apply ? "" : "not",
                  out.schema(),
                  step.version.digits
              )
    ));
}

void write_transaction(const Output& out, const Step& step) {
    write_opening(out, step);
    RunnableStatements statements(step.script);
    while (const auto statement = statements.next()) {
        write_statement(out, step, *statement);
    }
    out.run("set local statement_timeout = 0");
    out.become_ourselves(false);
    write_record(out, step, Output::closing_guard(true), since_begin);
    out.run("commit");
}

} // namespace

// Where the step is skipped psql would read the rows of a COPY as SQL. Behind the semicolon begins
// a dollar quote that ends behind the rows: then they are a string. Where the COPY runs, psql takes
// the rows from the lines below, and what is left of the quote is thrown away with \r.
void write_statement(const Output& out, const Step& step, const Statement& statement) {
    const auto text = step.script.text.view();
    const StatementText sent(step.script, statement.span);
    out.write(without_variables(sent.sql()));
    if (!statement.copy_data) {
        out.write("\n;\n");
        return;
    }
    const auto rows = text.substr(statement.copy_data->offset, statement.copy_data->length);
    const auto tag = Output::tag_outside_of(rows);
    out.write(fmt::format("\n; ${}$\n", tag));
    out.write(rows);
    out.write(rows.empty() || rows.back() == '\n' ? "\\.\n" : "\n\\.\n");
    out.write(fmt::format("${}$\n\\r\n", tag));
}

void write_record(
    const Output& out, const Step& step, const std::string& guard, const std::string& took
) {
    const RunFacts facts{
        .schema = out.schema(), .store_limit = out.options().store_limit, .run_id = {}, .host = {}};
    out.run(
        bound(recording_sql(out.schema(), step.action, guard, took), recording_values(facts, step))
    );
}

void check_steps(const Plan& plan) {
    for (const auto& step : plan.steps) {
        refuse_what_psql_cannot(step);
    }
}

std::string title(const Plan& plan) {
    std::string text = fmt::format(
        "-- Written by runner {}. Run it with: psql -X -f FILE \"$DATABASE_URL\"\n"
        "-- What is done already is skipped; the first error ends it with exit status 3.\n",
        RUNNER_VERSION
    );
    if (plan.empty()) {
        text += "-- There is nothing to do.\n";
    }
    for (const auto& step : plan.steps) {
        text += fmt::format(
            "-- {}  {}  {}\n",
            word_of(step.action),
            comment(step.label),
            step.script.checksum.text()
        );
    }
    return text;
}

void write_step(const Output& out, const Step& step) {
    out.write(fmt::format(
        "\n-- {}, {}\n",
        comment(step.label),
        step.from_history ? "from the history" : comment(step.script.path.string())
    ));
    ask_whether_pending(out, step);
    out.begin_if("runner_pending");
    refuse_late(out, step);
    if (step.script.body->transactional) {
        write_transaction(out, step);
    } else {
        write_statements_alone(out, step);
    }
    out.say(std::string(word_of(step.action)) + "  " + step.label);
    out.otherwise();
    out.say(step.label + (step.action == Action::revert ? " is not applied" : " is already done"));
    out.end_if();
}

} // namespace runner::psql
