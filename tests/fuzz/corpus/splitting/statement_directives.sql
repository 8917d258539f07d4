-- @allow: a, b
-- note
select 1;
-- @batch: 10
-- @pause: 5s
update t set a = 1 where b in (select b from t limit :batch);
select 2 -- @allow: c
;
-- @allow: x
