-- @transaction: none
DROP INDEX CONCURRENTLY account_email;
