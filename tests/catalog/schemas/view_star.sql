create table t (a integer, b integer);
create view v as select t.*, 1 as one from t join t u using (a);
alter table t add column c integer;
alter view v rename column one to uno;
