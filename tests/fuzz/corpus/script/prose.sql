0-- e-mail me @home: x
/* @author: a */
--@todo
-- @ author: x
-- @Author: x
-- @author : y
select 1;
