-- @depends: 001
-- Deploy shop:email_index to pg
-- requires: accounts

CREATE INDEX CONCURRENTLY account_email ON account (email);
