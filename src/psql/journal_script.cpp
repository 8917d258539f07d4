// The journal is that of record/journal.cpp, so that runner goes on where the script has stopped.
#include "psql/journal_script.hpp"

#include "parse/checksum.hpp"
#include "parse/script_statements.hpp"
#include "parse/statement_subject.hpp"
#include "parse/statement_text.hpp"
#include "psql/step_script.hpp"

#include <spdlog/fmt/fmt.h>

namespace runner::psql {
namespace {

using Kind = Subject::Kind;

class JournalScript {
public:
    JournalScript(const Output& out, const Step& step) : out_(out), step_(step) {}

    void write();

private:
    void start() const;
    void write(const Statement& statement);
    void write_journalled(const Statement& statement, const Subject& subject);
    void check_earlier(const Statement& statement) const;
    void begin(const Statement& statement, bool together) const;
    void end() const;
    void write_rounds(const Statement& statement) const;
    void write_alone(const Statement& statement, const Subject& subject) const;
    void check_index(const Subject& subject) const;
    void finish() const;

    void begin_books() const;
    void our_limits() const;

    [[nodiscard]] std::string_view text_of(const Statement& statement) const {
        return step_.script.text.view().substr(statement.span.offset, statement.span.length);
    }

    [[nodiscard]] const char* direction() const {
        return step_.action == Step::Action::revert ? "'down'" : "'up'";
    }

    /// The row of the statement.
    [[nodiscard]] std::string is_this_one() const {
        return fmt::format(
            "version operator(pg_catalog.=) {}::pg_catalog.numeric and direction "
            "operator(pg_catalog.=) {} and statement operator(pg_catalog.=) {}::pg_catalog.int8",
            step_.version.digits,
            direction(),
            number_
        );
    }

    const Output& out_;
    const Step& step_;
    std::size_t number_ = 0; // of the statement
};

void JournalScript::write() {
    out_.ask("select pg_catalog.date_part('epoch', pg_catalog.clock_timestamp()) as runner_started"
    );
    start();
    RunnableStatements statements(step_.script);
    while (const auto statement = statements.next()) {
        ++number_;
        write(*statement);
    }
    finish();
}

void JournalScript::start() const {
    out_.reset_session();
    const auto& header = step_.script.header;
    if (header.lock_timeout) {
        out_.run(fmt::format("set lock_timeout = {}", header.lock_timeout->count()));
    }
    if (header.statement_timeout) {
        out_.run(fmt::format("set statement_timeout = {}", header.statement_timeout->count()));
    }
}

void JournalScript::write(const Statement& statement) {
    const auto subject = read_subject(statement, text_of(statement));
    if (!step_.has_version()) {
        // A seed has no journal: it is written to be run again.
        if (statement.directives.batch) {
            write_rounds(statement);
        } else {
            write_alone(statement, subject);
        }
    } else if (subject.kind == Kind::session) {
        write_statement(out_, step_, statement);
    } else {
        write_journalled(statement, subject);
    }
}

void JournalScript::write_journalled(const Statement& statement, const Subject& subject) {
    check_earlier(statement);
    out_.begin_if("runner_to_do");
    if (statement.directives.batch) {
        begin(statement, true);
        write_rounds(statement);
        begin_books();
        end();
        out_.run("commit");
    } else if (subject.kind == Kind::one_transaction) {
        begin(statement, true);
        out_.run("begin");
        write_statement(out_, step_, statement);
        our_limits();
        end();
        out_.run("commit");
    } else {
        begin(statement, false);
        write_alone(statement, subject);
        check_index(subject);
        begin_books();
        end();
        out_.run("commit");
    }
    out_.end_if();
}

/// Of an earlier attempt.
void JournalScript::check_earlier(const Statement& statement) const {
    out_.ask(fmt::format(
        "select pg_catalog.count(*) filter (where outcome operator(pg_catalog.=) 'done') "
        "operator(pg_catalog.=) 0::pg_catalog.int8 as runner_to_do, pg_catalog.count(*) filter "
        "(where outcome operator(pg_catalog.=) 'unknown' and not together) operator(pg_catalog.>) "
        "0::pg_catalog.int8 as runner_in_doubt, pg_catalog.count(*) filter (where outcome "
        "operator(pg_catalog.=) 'done' and checksum operator(pg_catalog.<>) {}) "
        "operator(pg_catalog.>) 0::pg_catalog.int8 as runner_edited from {}.journal where {}",
        literal(checksum(text_of(statement)).text()),
        out_.schema(),
        is_this_one()
    ));
    out_.fail_if(
        "runner_in_doubt",
        fmt::format("whether statement {} of {} took effect is not known", number_, step_.label),
        fmt::format(
            "run: runner up, which looks; or look yourself and run: runner resolve {0} --applied, "
            "or: runner resolve {0} --not-applied",
            step_.version.digits
        )
    );
    out_.fail_if(
        "runner_edited",
        fmt::format("statement {} of {} was edited after it had run", number_, step_.label),
        "put it back as it was, and make the script again"
    );
}

void JournalScript::our_limits() const {
    out_.become_ourselves(true);
    out_.run("set local lock_timeout = 0");
    out_.run("set local statement_timeout = 0");
    out_.ask("select pg_catalog.count(pg_catalog.set_config('synchronous_commit', 'on', true)) as "
             "runner_ignored where pg_catalog.current_setting('synchronous_commit') "
             "operator(pg_catalog.=) 'off'");
}

void JournalScript::begin_books() const {
    out_.run("begin isolation level read committed read write");
    our_limits();
}

void JournalScript::begin(const Statement& statement, bool together) const {
    const auto sql = text_of(statement);
    const bool batch = statement.directives.batch.has_value();
    begin_books();
    out_.run(fmt::format(
        "insert into {}.journal as j (version, direction, statement, name, checksum, run_id, "
        "backend_start, sql, together, rounds, rows) values ({}::pg_catalog.numeric, {}, {}, {}, "
        "{}, :'runner_run'::pg_catalog.uuid, (select a.backend_start from "
        "pg_catalog.pg_stat_activity a where a.pid operator(pg_catalog.=) "
        "pg_catalog.pg_backend_pid()), {}, {}, {}, {}) "
        "on conflict (version, direction, statement) do update set name = excluded.name, "
        "checksum = excluded.checksum, outcome = 'unknown', backend_pid = excluded.backend_pid, "
        "backend_start = excluded.backend_start, run_id = excluded.run_id, "
        "started_at = excluded.started_at, ended_at = null, sql = excluded.sql, noted = null, "
        "together = excluded.together, rounds = coalesce(j.rounds, excluded.rounds), "
        "rows = coalesce(j.rows, excluded.rows)",
        out_.schema(),
        step_.version.digits,
        direction(),
        number_,
        literal(step_.label),
        literal(checksum(sql).text()),
        sql.size() <= out_.options().store_limit ? literal(sql) : "null",
        together,
        batch ? "0" : "null",
        batch ? "0" : "null"
    ));
    out_.run("commit");
}

void JournalScript::end() const {
    out_.run(fmt::format(
        "update {}.journal set outcome = 'done', ended_at = pg_catalog.clock_timestamp() where {}",
        out_.schema(),
        is_this_one()
    ));
}

/// psql has no loop; a DO block has one, and may COMMIT in it.
void JournalScript::write_rounds(const Statement& statement) const {
    const auto& directives = statement.directives;
    const StatementText text(step_.script, statement.span, directives.batch);
    const auto tag = Output::tag_outside_of(text.sql());
    auto books = std::string();
    if (step_.has_version()) {
        books = fmt::format(
            "    update {}.journal set rounds = rounds operator(pg_catalog.+) 1::pg_catalog.int8, "
            "rows = rows operator(pg_catalog.+) changed where {};\n",
            out_.schema(),
            is_this_one()
        );
    }
    out_.run(fmt::format(
        "do ${0}$\ndeclare\n  changed pg_catalog.int8;\nbegin\n  loop\n    execute {1};\n"
        "    get diagnostics changed = row_count;\n"
        "    exit when changed operator(pg_catalog.=) 0::pg_catalog.int8;\n{2}    commit;\n"
        "    perform pg_catalog.pg_sleep({3});\n    commit;\n  end loop;\nend ${0}$",
        tag,
        literal(text.sql()),
        books,
        directives.pause ? static_cast<double>(directives.pause->count()) / 1000 : 0.0
    ));
}

/// Concurrent index work waits for every transaction that came before it: a limit would only leave
/// an INVALID index behind.
void JournalScript::write_alone(const Statement& statement, const Subject& subject) const {
    if (!subject.is_concurrent()) {
        write_statement(out_, step_, statement);
        return;
    }
    out_.ask("select pg_catalog.current_setting('lock_timeout') as runner_lock_timeout");
    out_.run("set lock_timeout = 0");
    write_statement(out_, step_, statement);
    out_.ask("select pg_catalog.set_config('lock_timeout', :'runner_lock_timeout', false) as "
             "runner_ignored");
}

/// IF NOT EXISTS takes an INVALID index for the one that is wanted.
void JournalScript::check_index(const Subject& subject) const {
    if (subject.kind != Kind::create_index || subject.name.empty()) {
        return;
    }
    // The index is in the schema of its table, and its name has no schema.
    out_.ask(fmt::format(
        "select exists (select from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid "
        "operator(pg_catalog.=) i.indexrelid where i.indrelid operator(pg_catalog.=) "
        "pg_catalog.to_regclass({}) and not i.indisvalid and c.relname operator(pg_catalog.=) "
        "(pg_catalog.parse_ident({}))[1]::pg_catalog.name) as runner_invalid",
        literal(subject.other),
        literal(subject.name)
    ));
    out_.fail_if(
        "runner_invalid",
        fmt::format("index {} is INVALID", subject.name),
        "run: runner up, which builds it again"
    );
}

void JournalScript::finish() const {
    out_.reset_session();
    out_.run("begin isolation level read committed read write");
    write_record(
        out_,
        step_,
        Output::closing_guard(false),
        "((pg_catalog.date_part('epoch', pg_catalog.clock_timestamp()) operator(pg_catalog.-) "
        ":runner_started::pg_catalog.float8) operator(pg_catalog.*) "
        "1000::pg_catalog.float8)::pg_catalog.int8"
    );
    if (step_.has_version()) {
        out_.run(fmt::format(
            "delete from {}.journal where version operator(pg_catalog.=) {}::pg_catalog.numeric",
            out_.schema(),
            step_.version.digits
        ));
    }
    out_.run("commit");
}

} // namespace

void write_statements_alone(const Output& out, const Step& step) {
    JournalScript(out, step).write();
}

} // namespace runner::psql
