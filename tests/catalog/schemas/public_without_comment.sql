comment on schema public is null;
create table t (a integer);
