create table t (a integer, b integer);
grant select on t to app_reader, public;
grant insert, update on t to app_writer with grant option;
grant update (a), references (b) on t to app_reader;
grant select (b) on t to "Mixed Role" with grant option;
