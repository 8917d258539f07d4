create table a (id integer not null, constraint a_key unique (id));
alter table a replica identity using index a_key;
create table b (id integer);
alter table b replica identity full;
create table c (id integer primary key);
alter table c replica identity nothing;
create table d (id integer not null);
create unique index d_idx on d (id);
alter table d replica identity using index d_idx;
