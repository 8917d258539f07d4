create table t (a integer);
alter table t owner to app_owner;
revoke delete, truncate on t from app_owner;
grant select on t to app_reader;
