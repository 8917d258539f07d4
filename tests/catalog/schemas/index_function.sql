create function norm(text) returns text language sql immutable as 'select lower($1)';
create table t (a text);
create unique index t_norm on t (norm(a));
