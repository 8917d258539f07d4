create extension postgres_fdw;
create server other foreign data wrapper postgres_fdw options (host 'localhost', dbname 'x');
create user mapping for current_user server other options (user 'a', password 'topsecret');
create table t (id integer, k integer) partition by list (k);
create foreign table t_1 partition of t for values in (1) server other;
create table t_2 partition of t for values in (2);
