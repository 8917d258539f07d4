-- since 15
create schema s;
create table a (id integer primary key, b text);
create table s.d (id integer primary key);
create publication narrow for table a (id) where (id > 5);
create publication wide for tables in schema s, table a where (b = 'x');
