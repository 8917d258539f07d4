0-- @lock-timout: 5s
select 1;
