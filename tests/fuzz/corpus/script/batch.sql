0-- @transaction: none
-- @batch: 1000
-- @pause: 1s
update t set a = 1 where id in (select id from t where a is null limit :batch);
