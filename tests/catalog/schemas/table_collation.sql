create table t (a text collate "C", b varchar(10) collate "POSIX", c text[] collate "C");
create index on t (a collate "POSIX" desc nulls last);
