create type person as (name text, age integer);
create table people of person;
alter table people alter name set not null, alter age set default 0, add constraint adult check (age >= 18), add primary key (name);
