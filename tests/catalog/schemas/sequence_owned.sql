create table t (id integer, other integer);
create sequence s owned by t.id;
alter sequence s owner to current_user;
create sequence free;
