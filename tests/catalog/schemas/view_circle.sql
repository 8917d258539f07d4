create table t (a integer);
create view v as select a from t;
create function f() returns setof v language sql as 'select 1';
create or replace view v as select a from t union select a from f();
