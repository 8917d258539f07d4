// A step is never edited once it has been released: databases out there have run it. A change of
// the layout is a new step and one more in current_layout.
#include "record/layout.hpp"

#include <array>
#include <cassert>

namespace runner {
namespace {

constexpr std::array<std::string_view, current_layout> steps = {
    // 1
    R"sql(
create table $.layout (
    version     pg_catalog.int4        primary key,
    created_at  pg_catalog.timestamptz not null default pg_catalog.clock_timestamp(),
    created_by  pg_catalog.text        not null default session_user
);
comment on table $.layout is 'Steps these history tables have been taken through.';

create table $.migration (
    version         pg_catalog.numeric     primary key check (version operator(pg_catalog.>=) 0),
    sequence        pg_catalog.int8        generated always as identity unique,
    name            pg_catalog.text        not null,
    checksum        pg_catalog.text        not null,
    fingerprint     pg_catalog.text        not null,
    up_sql          pg_catalog.text,
    down_sql        pg_catalog.text,
    directives      pg_catalog.jsonb       not null default '[]',
    run_id          pg_catalog.uuid        not null,
    applied_at      pg_catalog.timestamptz not null default pg_catalog.clock_timestamp(),
    applied_by      pg_catalog.text        not null default session_user,
    duration_ms     pg_catalog.int8        not null,
    runner_version  pg_catalog.text        not null
);
comment on table $.migration is 'One row for each applied migration.';
comment on column $.migration.sequence is 'Order of application, which down follows backwards.';
comment on column $.migration.up_sql is 'The text that ran; null above store_limit.';

create table $.seed (
    name            pg_catalog.text        primary key,
    checksum        pg_catalog.text        not null,
    fingerprint     pg_catalog.text        not null,
    run_id          pg_catalog.uuid        not null,
    applied_at      pg_catalog.timestamptz not null default pg_catalog.clock_timestamp(),
    applied_by      pg_catalog.text        not null default session_user,
    duration_ms     pg_catalog.int8        not null,
    runner_version  pg_catalog.text        not null
);
comment on table $.seed is 'The last run of each seed.';

create table $.event (
    id              pg_catalog.int8        generated always as identity primary key,
    at              pg_catalog.timestamptz not null default pg_catalog.clock_timestamp(),
    kind            pg_catalog.text        not null,
    version         pg_catalog.numeric,
    subject         pg_catalog.text        not null,
    run_id          pg_catalog.uuid        not null,
    by_role         pg_catalog.text        not null default session_user,
    from_host       pg_catalog.text        not null,
    duration_ms     pg_catalog.int8,
    runner_version  pg_catalog.text        not null,
    sqlstate        pg_catalog.text,
    message         pg_catalog.text,
    location        pg_catalog.text,
    statement       pg_catalog.text
);
comment on table $.event is 'Everything that ever happened, failures included. Append only.';
create index event_failed on $.event (id) where kind operator(pg_catalog.=) 'failed';
create index event_subject on $.event (subject, id);
)sql",
    // 2
    R"sql(
create table $.journal (
    version      pg_catalog.numeric     not null,
    direction    pg_catalog.text        not null
                 check (direction operator(pg_catalog.=) any (array['up', 'down'])),
    statement    pg_catalog.int8        not null,
    name         pg_catalog.text        not null,
    checksum     pg_catalog.text        not null,
    outcome      pg_catalog.text        not null default 'unknown'
                 check (outcome operator(pg_catalog.=) any (array['unknown', 'done', 'failed'])),
    backend_pid  pg_catalog.int4        not null default pg_catalog.pg_backend_pid(),
    run_id       pg_catalog.uuid        not null,
    started_at   pg_catalog.timestamptz not null default pg_catalog.clock_timestamp(),
    ended_at     pg_catalog.timestamptz,
    primary key (version, direction, statement)
);
comment on table $.journal is
    'Statements of a non-transactional migration that is not finished: written before each one, '
    'answered after it.';
)sql",
    // 3
    R"sql(
alter table $.journal
    add column backend_start  pg_catalog.timestamptz,
    add column sql            pg_catalog.text,
    add column noted          pg_catalog.text,
    add column together       pg_catalog.bool not null default false,
    add column rounds         pg_catalog.int8,
    add column rows           pg_catalog.int8;
comment on column $.journal.backend_start is
    'With backend_pid the session that sent the statement: a pid may be given to another one.';
comment on column $.journal.sql is 'The statement; null above store_limit.';
comment on column $.journal.noted is
    'What was there before, to be compared with what is there when nobody knows the outcome.';
comment on column $.journal.together is
    'The statement, or each round of it, commits together with this row: unknown is not done.';
comment on column $.journal.rounds is 'Of a statement with @batch: committed so far.';
comment on column $.journal.rows is 'Changed by these rounds.';
)sql",
    // 4
    R"sql(
create table $.repeatable (
    name            pg_catalog.text        primary key,
    checksum        pg_catalog.text        not null,
    fingerprint     pg_catalog.text        not null,
    sql             pg_catalog.text,
    run_id          pg_catalog.uuid        not null,
    applied_at      pg_catalog.timestamptz not null default pg_catalog.clock_timestamp(),
    applied_by      pg_catalog.text        not null default session_user,
    duration_ms     pg_catalog.int8        not null,
    runner_version  pg_catalog.text        not null
);
comment on table $.repeatable is 'The last run of each repeatable.';
comment on column $.repeatable.sql is 'The text that ran; null above store_limit.';

alter table $.migration
    add column origin pg_catalog.text not null default 'applied'
    check (origin operator(pg_catalog.=) any (array['applied', 'baselined', 'imported']));
comment on column $.migration.origin is
    'How the row came here: its file ran, or it was said to be there already.';

alter table $.event
    add column blocker  pg_catalog.text,
    add column before   pg_catalog.jsonb;
comment on column $.event.blocker is 'Of a failure: who was in the way.';
comment on column $.event.before is 'The row as it was before it was repaired or removed.';
)sql",
    // 5
    R"sql(
alter table $.migration
    add column changes pg_catalog.text;
comment on column $.migration.changes is
    'What it changed in the schema, a line for each object and, indented, for each part of one. '
    'Null: nothing was found, or nobody looked.';
)sql"};

} // namespace

std::string layout_sql(int step, std::string_view schema) {
    assert(step >= 1 && step <= current_layout);
    std::string sql;
    for (const char c : steps[static_cast<std::size_t>(step) - 1]) {
        if (c == '$') {
            sql += schema;
        } else {
            sql += c;
        }
    }
    return sql + "insert into " + std::string(schema) + ".layout (version) values (" +
           std::to_string(step) + ");\n";
}

} // namespace runner
