create table t (a integer, b text, c jsonb, d integer[], p point, v tsvector);
create index on t using btree (a);
create index on t using hash (b);
create index on t using gin (c jsonb_path_ops);
create index on t using gin (d);
create index on t using gist (p);
create index on t using spgist (p);
create index on t using brin (a) with (pages_per_range = 32, autosummarize = on);
create index on t using gin (v) with (fastupdate = off);
