create domain base as numeric(10, 2);
create domain derived as base check (value >= 0);
create table t (a derived default 0, b base[]);
