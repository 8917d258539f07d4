create table log (at timestamptz not null, level integer, text text default 'x') partition by range (at);
create table log_2024 partition of log for values from ('2024-01-01') to ('2025-01-01');
create table log_2025 partition of log (level default 3, constraint high check (level > 1)) for values from ('2025-01-01') to ('2026-01-01');
create table log_rest partition of log default;
comment on table log_2024 is 'last year';
