create schema x;
create schema y;
create table y.target (id integer primary key);
create table x.source (id integer references y.target);
alter table x.source add primary key (id);
create table public.target (id integer references x.source);
