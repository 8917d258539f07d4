create table t (a integer);
create view v with (security_barrier) as select * from t;
create view w as select * from t where a > 1 with local check option;
create view x with (security_barrier = false) as select * from t where a > 1 with cascaded check option;
