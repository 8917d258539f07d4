create table t (a integer, b text, c date) partition by range (c);
create table part (c date, junk integer, b text, a integer);
alter table part drop column junk;
alter table t attach partition part for values from ('2024-01-01') to ('2025-01-01');
