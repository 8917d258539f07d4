0-- @description: a table
-- @author: somebody
-- @ticket: X-1
-- @lock-timeout: 5s
-- @statement-timeout: 500ms

create table t (a int);
insert into t values (1);
