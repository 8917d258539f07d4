create type pair as (a integer, b integer);
create function from_pair(internal) returns internal language internal immutable as 'prsd_start';
create transform for pair language plpgsql (from sql with function from_pair(internal));
comment on transform for pair language plpgsql is 'as it is';
