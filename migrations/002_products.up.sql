-- @description: what we sell, and for how much
-- @author: Ada
-- @ticket: SHOP-2

CREATE TABLE products (
    sku         text PRIMARY KEY,
    name        text NOT NULL,
    description text NOT NULL DEFAULT '',
    price_cents integer NOT NULL,
    on_sale     boolean NOT NULL DEFAULT true,

    CONSTRAINT products_sku_form CHECK (sku ~ '^[A-Z]{3}-[0-9]{3}$'),
    CONSTRAINT products_price_positive CHECK (price_cents > 0)
);

-- Money is a whole number of cents: it adds up exactly and every language can read it.
COMMENT ON COLUMN products.price_cents IS 'Price of one piece in euro cents; tax is included.';
