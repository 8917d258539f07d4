create table t (a integer primary key, b integer);
create index t_b on t (b);
alter table t cluster on t_b;
create table u (a integer primary key);
alter table u cluster on u_pkey;
