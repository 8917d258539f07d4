create table t (a integer, constraint a_positive check (a > 0), constraint t_a_key unique (a));
create index t_idx on t (a);
comment on table t is 'a "table"';
comment on column t.a is E'first\r\nsecond \\ third';
comment on constraint a_positive on t is 'why';
comment on constraint t_a_key on t is 'the constraint';
comment on index t_a_key is 'the index';
comment on index t_idx is 'fast';
