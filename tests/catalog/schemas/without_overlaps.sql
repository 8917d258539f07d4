-- since 18
create extension btree_gist;
create table t (id integer, during daterange, primary key (id, during without overlaps));
create table u (id integer, during daterange, foreign key (id, period during) references t (id, period during));
