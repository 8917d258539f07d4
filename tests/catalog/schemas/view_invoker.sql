-- since 15
create table t (a integer);
create view v with (security_invoker = true, security_barrier = true) as select * from t;
