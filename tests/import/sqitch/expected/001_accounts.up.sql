-- Deploy shop:accounts to pg

BEGIN;

CREATE TABLE account (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL
);

COMMIT;
