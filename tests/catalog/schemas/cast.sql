create type pair as (a integer, b integer);
create function to_pair(text) returns pair language sql immutable as 'select (1, 2)::public.pair';
create cast (text as pair) with function to_pair(text) as assignment;
create cast (pair as varchar) with inout;
create domain d as integer;
create type mood as enum ('a');
create cast (varchar as mood) with inout as implicit;
comment on cast (text as pair) is 'reads it';
