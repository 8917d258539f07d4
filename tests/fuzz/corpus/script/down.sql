1drop table t;
