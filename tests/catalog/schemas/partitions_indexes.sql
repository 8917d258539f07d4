create table t (id integer not null, at date not null, v text) partition by range (at);
create table t_1 partition of t for values from ('2024-01-01') to ('2025-01-01');
alter table t add primary key (id, at);
create index t_v on t (v);
create table t_2 partition of t for values from ('2025-01-01') to ('2026-01-01');
create index only_here on t_2 (v, id);
create unique index t_u on t (at, v);
alter index t_2_v_idx rename to renamed;
