create table t (id integer primary key, name text);
create view v as select id, name, count(*) from t group by id;
