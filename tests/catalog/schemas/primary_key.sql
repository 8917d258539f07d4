create table a (id integer primary key);
create table b (x integer, y integer, constraint b_is_good primary key (y, x));
create table c (id integer, v text, primary key (id) include (v));
