-- @description: people who buy from us
-- @author: Ada
-- @ticket: SHOP-1
--
-- The lines above that begin with @ are directives; runner keeps them in its history.
-- A line like this one is prose and means nothing to runner.

CREATE TABLE customers (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email      text NOT NULL UNIQUE,
    name       text NOT NULL,
    country    text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT customers_email_has_at CHECK (email LIKE '%_@_%'),
    CONSTRAINT customers_country_code CHECK (country ~ '^[A-Z]{2}$')
);

COMMENT ON TABLE customers IS 'One row for each person; guests have none.';
COMMENT ON COLUMN customers.country IS 'ISO 3166, two letters.';
