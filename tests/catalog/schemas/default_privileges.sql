create schema app;
alter default privileges grant select on tables to app_reader;
alter default privileges for role app_owner in schema app grant usage, select on sequences to app_writer with grant option;
alter default privileges revoke execute on functions from public;
alter default privileges for role app_owner grant usage on types to app_reader;
alter default privileges revoke insert on tables from current_user;
create table app.t (a integer);
