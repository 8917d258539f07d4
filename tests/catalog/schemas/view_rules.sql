create table t (a integer);
create view v as select a from t;
create rule v_insert as on insert to v do instead insert into t values (new.a);
create rule t_notify as on update to t do also notify changed;
create rule t_log as on update to t where new.a > 5 do also (insert into t values (1); delete from t where a = 2);
alter table t disable rule t_notify;
comment on rule v_insert on v is 'passes on';
