-- @description: orders and their lines
-- @author: Ada
-- @ticket: SHOP-3
--
-- All statements of this file run in one transaction, together with the row in runner's history:
-- either the type and both tables exist afterwards, or none of them.

CREATE TYPE order_status AS ENUM ('open', 'paid', 'shipped', 'cancelled');

CREATE TABLE orders (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number      text NOT NULL UNIQUE,
    customer_id bigint NOT NULL REFERENCES customers,
    status      order_status NOT NULL DEFAULT 'open',
    placed_at   timestamptz NOT NULL DEFAULT now(),
    total_cents bigint NOT NULL DEFAULT 0
);

CREATE TABLE order_lines (
    order_id    bigint NOT NULL REFERENCES orders ON DELETE CASCADE,
    line        integer NOT NULL,
    sku         text NOT NULL REFERENCES products,
    quantity    integer NOT NULL,
    price_cents integer NOT NULL,

    PRIMARY KEY (order_id, line),
    CONSTRAINT order_lines_quantity_positive CHECK (quantity > 0)
);

COMMENT ON COLUMN orders.number IS 'What we print on the invoice; the id stays inside.';
COMMENT ON COLUMN order_lines.price_cents IS 'Price of one piece on the day of the order.';
