2-- @always: true
-- @env: dev, test
insert into t values (1);
copy t from stdin;
1
\.
