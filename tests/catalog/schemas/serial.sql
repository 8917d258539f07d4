create table t (id serial primary key, big bigserial, small smallserial);
