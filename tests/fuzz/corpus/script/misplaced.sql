0select 1;
-- @author: a
select 2;
