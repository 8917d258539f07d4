create table parent (a integer not null default 5, b text check (b <> ''));
create table child (c integer) inherits (parent);
create table other (a integer default 7, d integer, constraint own check (d > 0)) inherits (parent);
create table grandchild (a integer default 3) inherits (child, other);
alter table child alter column a set default 9;
alter table other alter column b set default 'x';
create index on child (a);
