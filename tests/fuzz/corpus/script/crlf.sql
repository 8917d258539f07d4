0-- @author: somebody 
-- @description:	a  b 

select 'a
b';
copy t from stdin;
1
\.
