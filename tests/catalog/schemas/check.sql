create table t (a integer check (a > 0), b integer, constraint "both" check (a < b), check (b <> 5) no inherit);
