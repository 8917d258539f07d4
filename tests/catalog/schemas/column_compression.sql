-- since 14
create table t (a text compression pglz, b text);
