-- since 15
create table t (a integer, b integer, unique nulls not distinct (a), constraint c unique nulls not distinct (a, b));
create unique index i on t (b) nulls not distinct;
