create schema archive;
create table t (id integer, k integer, constraint small check (k < 10)) partition by list (k);
create table archive.t partition of t for values in (1);
create table archive."T two" partition of t for values in (2) with (fillfactor = 50);
alter table t owner to app_owner;
