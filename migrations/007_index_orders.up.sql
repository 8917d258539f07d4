-- @description: find the newest orders of a customer
-- @author: Grace
-- @ticket: SHOP-15
-- @transaction: none
--
-- CONCURRENTLY lets customers go on ordering while the index is built, but PostgreSQL refuses it
-- inside a transaction block. Such a statement has a file of its own, so that there is never half
-- a file to clean up.

CREATE INDEX CONCURRENTLY orders_customer_id_placed_at
    ON orders (customer_id, placed_at DESC);
