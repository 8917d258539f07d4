0-- @author: a
-- @author: b
select 1;
