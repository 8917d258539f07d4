create table t (a integer, b integer);
create function valid(t) returns boolean language sql immutable as 'select $1.a < $1.b';
alter table t add constraint row_valid check (valid(t));
