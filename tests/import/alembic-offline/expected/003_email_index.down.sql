-- @transaction: none
-- Running downgrade 27c6a30d7c24 -> 1975ea83b712

DROP INDEX CONCURRENTLY account_email;
