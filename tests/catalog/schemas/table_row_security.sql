create table t (id integer, owner text);
alter table t enable row level security;
alter table t force row level security;
create table u (id integer);
alter table u force row level security;
