-- @lock-timeout: 2s

ALTER TABLE orders DROP COLUMN ship_country;
DROP TABLE shipping_rates;
