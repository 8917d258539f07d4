create table parent (a integer default 5);
create table child () inherits (parent);
alter table child alter column a drop default;
alter table child alter column a set not null;
