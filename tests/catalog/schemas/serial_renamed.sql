create table t (id serial primary key);
alter table t rename to users;
alter table users rename id to user_id;
alter sequence t_id_seq rename to "Odd Seq";
