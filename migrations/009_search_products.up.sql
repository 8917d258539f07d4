-- @description: full-text search over the catalogue
-- @author: Grace
-- @ticket: SHOP-23

ALTER TABLE products
    ADD COLUMN search tsvector NOT NULL
    GENERATED ALWAYS AS (to_tsvector('english', name || ' ' || description)) STORED;

CREATE INDEX products_search ON products USING gin (search);

-- Any tag may stand between the dollar signs; what follows ends at the same tag.
CREATE FUNCTION find_products(words text) RETURNS SETOF products
LANGUAGE sql STABLE
AS $body$
    SELECT *
    FROM products
    WHERE on_sale AND search @@ websearch_to_tsquery('english', words)
    ORDER BY ts_rank(search, websearch_to_tsquery('english', words)) DESC, sku;
$body$;

COMMENT ON FUNCTION find_products(text) IS
    $$Words as people type them: find_products('tea -green').$$;
