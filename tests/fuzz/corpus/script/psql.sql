0\restrict a
-- @author: a
select 1;
\unrestrict a
