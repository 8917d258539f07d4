create schema a;
create schema b;
create table a.t (id integer primary key);
create table b.t (id integer primary key, a integer references a.t);
create function t() returns integer language sql as 'select 1';
create function a.t() returns integer language sql as 'select 1';
create view t as select a.t.id from a.t;
create index t_id on a.t (id);
create index t_id on b.t (id);
