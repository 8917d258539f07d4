create schema extensions;
create extension hstore schema extensions;
create extension btree_gist schema extensions;
create table t (h extensions.hstore default ''::extensions.hstore, n integer, during daterange, exclude using gist (n with =, during with &&));
create index on t using gin (h);
