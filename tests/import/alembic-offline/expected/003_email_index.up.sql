-- @transaction: none
-- Running upgrade 1975ea83b712 -> 27c6a30d7c24

CREATE INDEX CONCURRENTLY account_email ON account (email);
