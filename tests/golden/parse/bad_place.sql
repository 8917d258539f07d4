SELECT 1;
-- @transaction: none
SELECT 2;
