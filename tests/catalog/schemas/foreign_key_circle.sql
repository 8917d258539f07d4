create table a (id integer primary key, b integer);
create table b (id integer primary key, a integer references a);
alter table a add foreign key (b) references b;
create table self (id integer primary key, parent integer references self on delete set default);
