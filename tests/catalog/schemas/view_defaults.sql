create table t (a integer, b text);
create view v as select * from t;
alter view v alter column b set default 'from the view';
grant select (a), update (b) on v to app_reader;
grant select on v to app_reader;
alter view v owner to app_owner;
