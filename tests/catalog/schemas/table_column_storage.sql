create table t (a text, b text, c text, d integer);
alter table t alter a set storage external, alter b set storage main, alter c set storage plain;
alter table t alter a set statistics 500;
alter table t alter d set (n_distinct = -0.5, n_distinct_inherited = 100);
