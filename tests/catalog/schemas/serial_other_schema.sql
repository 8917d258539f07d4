create schema a;
create schema b;
create table a.t (id integer primary key);
create sequence a.s owned by a.t.id;
alter table a.t alter id set default nextval('a.s');
