copy t from stdin;
1	;'
\N
\.
select 2;
copy t.from (a) from stdout with (format csv); select 3; copy u from stdin; -- c
$$
\.
/*
\.
select 4