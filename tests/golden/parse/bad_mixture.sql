SELECT 1;
-- @transaction: none
VACUUM;
