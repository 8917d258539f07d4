-- @description: what the support team sees of a customer
-- @author: Ada
-- @ticket: SHOP-12

CREATE VIEW customer_summary AS
SELECT
    c.id,
    c.name,
    c.email,
    count(o.id) AS orders,
    coalesce(sum(o.total_cents), 0)::bigint AS spent_cents,
    max(o.placed_at) AS last_order_at
FROM customers AS c
LEFT JOIN orders AS o ON o.customer_id = c.id AND o.status <> 'cancelled'
GROUP BY c.id;

COMMENT ON VIEW customer_summary IS 'Cancelled orders do not count.';
