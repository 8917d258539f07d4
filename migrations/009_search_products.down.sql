DROP FUNCTION find_products(text);
ALTER TABLE products DROP COLUMN search; -- its index goes with it
