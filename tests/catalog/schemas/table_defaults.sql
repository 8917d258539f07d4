create table t (
    a integer default 0, b text default 'it''s', c timestamptz default now(), d date default '2020-02-29',
    e jsonb default '{"a": [1, 2]}', f text[] default '{}', g numeric default 1.50, h interval default '1 day 2 hours',
    i bytea default '\xdeadbeef', j boolean default (not false), k text default E'a\\b\nc', l uuid default gen_random_uuid(),
    m timestamptz default '2020-01-01 12:00:00+02', n float8 default 0.1, o integer default (1 + 2) * 3, p text default null
);
