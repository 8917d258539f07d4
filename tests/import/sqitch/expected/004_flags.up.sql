-- @depends: 001
-- Deploy shop:flags to pg
-- requires: accounts

BEGIN;

ALTER TABLE account ADD COLUMN active boolean NOT NULL DEFAULT true;
INSERT INTO account (email) VALUES ('a;b@example.com');

COMMIT;
