#include "execute/verification.hpp"

#include "execute/statement.hpp"
#include "parse/parser.hpp"
#include "pg/pipeline.hpp"

#include <spdlog/fmt/fmt.h>

#include <deque>
#include <utility>

namespace runner {

void Verification::look_at(const Statement& statement, const pg::Result& row) {
    if (statement_ != statement.span.offset) {
        statement_ = statement.span.offset;
        rows_ = 0;
    }
    ++rows_;
    for (std::size_t column = 0; !failure_ && column < row.columns(); ++column) {
        if (!row.is_boolean(column) || row.boolean(0, column)) {
            continue;
        }
        failure_.emplace(
            ErrorKind::statement,
            fmt::format(
                "verification failed: expected true, got {} in column {} of row {}",
                row.is_null(0, column) ? "null" : "false",
                row.column_name(column),
                rows_
            ),
            script_.locate(statement.span.offset)
        );
    }
}

void Verification::conclude() const {
    if (failure_) {
        throw Error(*failure_);
    }
}

void verify_inside(pg::Connection& connection, const Session& session, const Script& script) {
    using Kind = pg::Pipeline::Kind;
    Verification verification(script);
    std::deque<std::optional<Statement>> sent; // without an answer; empty: a command of our own
    pg::Pipeline pipeline(
        connection,
        [&sent](const pg::Result&) { sent.pop_front(); },
        [&](const pg::Result& row) { verification.look_at(*sent.front(), row); }
    );
    const auto ours = [&](std::string_view sql, const pg::Parameters& values = {}) {
        sent.emplace_back();
        pipeline.send(sql, values, Kind::own);
    };
    try {
        ours(Verification::begin_sql);
        ours("RESET ALL");
        for (const auto& sql : session.own_role()) {
            ours(sql);
        }
        ours("select " + session.settings_sql(false), session.settings_values(script, true));
        StatementReader statements(script.text, script.path);
        while (auto statement = statements.next()) {
            const auto span = statement->span;
            sent.push_back(std::move(statement));
            pipeline.send(StatementText(script, span).sql(), {}, Kind::question);
        }
        pipeline.finish();
        verification.conclude();
        ours(Verification::undo_sql);
        ours(Verification::end_sql);
        pipeline.finish();
    } catch (Error& error) {
        if (!sent.empty() && sent.front()) {
            place_error(error, script, *sent.front(), StatementText(script, sent.front()->span));
        }
        throw;
    }
}

void verify_alone(const ExecutionContext& context, const Session& session, const Script& script) {
    context.connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE, NOT DEFERRABLE");
    verify_inside(context.connection, session, script);
    context.connection.rollback();
}

} // namespace runner
