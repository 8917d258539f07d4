create table t (k text, v integer) partition by list (lower(k));
create table t_a partition of t for values in ('a', 'it''s', null);
create table t_b partition of t for values in ('b') partition by hash (v);
create table t_b_0 partition of t_b for values with (modulus 2, remainder 0);
create table t_b_1 partition of t_b for values with (modulus 2, remainder 1);
