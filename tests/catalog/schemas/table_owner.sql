create table t (id integer generated always as identity, s serial);
alter table t owner to app_owner;
create table "Mine" (id integer);
alter table "Mine" owner to "Mixed Role";
