create table a (id integer primary key);
create table b (a integer);
alter table b add constraint later foreign key (a) references a not valid;
