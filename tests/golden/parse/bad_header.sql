-- @transation: none
-- @author Ada
-- @always: true
-- @lock-timeout: 5 s
-- @ticket: 1
-- @ticket: 2
SELECT 1;
