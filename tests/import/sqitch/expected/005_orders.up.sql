-- @depends: 001, 004
-- Deploy shop:orders to pg
-- requires: accounts
-- requires: flags

BEGIN;

CREATE TABLE orders (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account
);

COMMIT;
