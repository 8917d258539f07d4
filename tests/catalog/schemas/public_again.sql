drop schema public;
create schema public;
create table public.t (a integer);
