0-- @lock-timeout: 5 s
-- @statement-timeout: -1s
-- @transaction: maybe
-- @env: a,,b
-- @always: no
select 1;
