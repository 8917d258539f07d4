create schema app;
create function app.plus(integer, integer) returns integer language sql immutable as 'select $1 + $2';
create type app.state as enum ('on', 'off');
create table app.t (
    a integer default app.plus(1, 2), s app.state default 'on', d date default (now() at time zone 'utc')::date,
    check (a = any (array[1, 2, 3])), check (s in ('on', 'off')), check (a between 1 and 5 or a is null)
);
create view app.v as
    select a, row_number() over (partition by s order by a desc) as n, case s when 'on' then 1 else 2 end as c,
           array(select generate_series(1, a)) as list, jsonb_build_object('a', a) -> 'a' as j, (select max(a) from app.t) as top
    from app.t where exists (select from app.t u where u.a = t.a) and a not in (1, 2)
    order by a limit 5;
