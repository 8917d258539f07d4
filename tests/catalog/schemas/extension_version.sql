create schema e;
create extension pg_trgm schema e version '1.5';
create table t (a text);
create index on t using gin (a e.gin_trgm_ops);
