-- since 18
create table t (a integer constraint a_is_there not null, b integer not null, c integer not null no inherit);
alter table t add column d integer;
alter table t add constraint later not null d not valid;
create table p (a integer not null);
create table ch (b integer) inherits (p);
create domain dn as integer constraint never_null not null;
