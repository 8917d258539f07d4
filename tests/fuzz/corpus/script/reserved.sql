0-- @depends: 001, 002
-- @compatible-from: 7
-- @env: prod
select 1;
