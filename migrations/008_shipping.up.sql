-- @description: where an order goes, and what that costs
-- @author: Ada
-- @ticket: SHOP-19
-- @lock-timeout: 2s
-- @statement-timeout: 1m
--
-- ALTER TABLE needs the table for itself for a moment, and everybody who comes later queues up
-- behind it. With @lock-timeout it gives up after two seconds instead of stopping the shop.

CREATE TABLE shipping_rates (
    country text NOT NULL,
    service text NOT NULL,
    cents   integer NOT NULL,
    days    integer,
    note    text,

    PRIMARY KEY (country, service)
);

COMMENT ON COLUMN shipping_rates.days IS 'Empty when the carrier promises nothing.';

ALTER TABLE orders ADD COLUMN ship_country text;

-- Until now everything went to the country of the customer.
UPDATE orders
SET ship_country = customers.country
FROM customers
WHERE customers.id = orders.customer_id;

ALTER TABLE orders
    ALTER COLUMN ship_country SET NOT NULL,
    ADD CONSTRAINT orders_ship_country_code CHECK (ship_country ~ '^[A-Z]{2}$');
