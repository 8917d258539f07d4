create function compare(integer, integer) returns integer language sql immutable as 'select $2 - $1';
create operator class backwards for type integer using btree as
    operator 1 > , operator 2 >= , operator 3 = , operator 4 <= , operator 5 < , function 1 compare(integer, integer);
create table t (a integer);
create index on t (a backwards);
comment on operator class backwards using btree is 'down';
