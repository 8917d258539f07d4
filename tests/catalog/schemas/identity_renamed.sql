create table t (id integer generated always as identity primary key);
alter table t rename to "T two";
comment on column "T two".id is 'the key';
