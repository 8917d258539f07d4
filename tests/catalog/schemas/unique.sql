create table t (a integer unique, b integer, c integer, unique (b, c), constraint named unique (c) deferrable initially deferred);
create table u (a integer, unique (a) with (fillfactor = 60));
