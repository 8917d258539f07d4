create table t (a integer);
alter table t owner to app_owner;
grant select on t to app_writer with grant option;
set session authorization app_writer;
grant select on t to app_reader;
reset session authorization;
