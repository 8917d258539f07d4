create table t (during tsrange, room integer, exclude using gist (during with &&) where (room > 1));
create table u (c circle, constraint apart exclude using gist (c with &&) with (fillfactor = 80) deferrable);
