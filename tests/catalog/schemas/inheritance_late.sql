create table parent (a integer, constraint positive check (a > 0));
create table child (b integer, a integer, constraint positive check (a > 0));
alter table child inherit parent;
