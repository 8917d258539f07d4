create table t (a integer, b integer, c integer, d integer);
alter table t drop column b;
alter table t add column b text;
create index on t (c, b);
