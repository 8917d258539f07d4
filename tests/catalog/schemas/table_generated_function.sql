create function twice(integer) returns integer language sql immutable as 'select $1 * 2';
create table t (a integer, b integer generated always as (twice(a)) stored);
