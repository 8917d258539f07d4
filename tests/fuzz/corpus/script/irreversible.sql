0-- @irreversible: data is gone
drop table t;
