create table t (a integer, b text, c timestamptz);
create unique index t_lower on t (lower(b)) where a is not null;
create index t_many on t (a desc, b text_pattern_ops, c asc nulls first) include (c) with (fillfactor = 50);
create index t_expr on t ((a + 1), (b || ' WHERE '), (coalesce(b, ' USING (')));
create index t_where on t (a) where b = 'x WITH (y' and c > '2020-01-01';
alter index t_expr alter column 1 set statistics 200;
alter index t_expr alter column 2 set statistics 300;
