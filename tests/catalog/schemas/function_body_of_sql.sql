-- since 14
create table t (a integer);
create function f(x integer) returns bigint language sql return x * 2;
create function g() returns setof integer begin atomic select a from t; select a + 1 from t; end;
create view v as select * from g();
create procedure p() begin atomic insert into t values (1); end;
