-- @description: customers and orders to work with
-- @env: development
--
-- Runs only with `--env development`; no other database ever sees these people.

CREATE TEMPORARY TABLE incoming (email text, name text, country text) ON COMMIT DROP;

-- The rows of a COPY stand in the file, with tabs between the values, and end with a line \.
COPY incoming (email, name, country) FROM stdin;
maria@example.com	María Núñez	ES
jonas@example.com	Jonas Weiß	DE
aiko@example.com	Aiko Tanaka	JP
sam@example.com	Sam O'Neill; "the tea man"	IE
\.

INSERT INTO customers (email, name, country)
SELECT email, name, country FROM incoming
ON CONFLICT (email) DO UPDATE
SET name = excluded.name,
    country = excluded.country;

-- Forty orders, always the same ones: their numbers decide everything about them.
INSERT INTO orders (number, customer_id, status, placed_at, ship_country)
SELECT
    'DEV-' || lpad(n::text, 4, '0'),
    c.id,
    (enum_range(NULL::order_status))[1 + n % 4],
    timestamptz '2024-01-01 09:00+00' + n * interval '7 hours',
    c.country
FROM generate_series(1, 40) AS n
JOIN customers AS c ON c.email =
    (ARRAY['maria', 'jonas', 'aiko', 'sam'])[1 + n % 7 % 4] || '@example.com'
ON CONFLICT (number) DO NOTHING;

-- One to three lines each. The trigger of 004_order_totals adds them up.
INSERT INTO order_lines (order_id, line, sku, quantity, price_cents)
SELECT o.id, line, p.sku, 1 + line % 2, p.price_cents
FROM generate_series(1, 40) AS n
JOIN orders AS o ON o.number = 'DEV-' || lpad(n::text, 4, '0')
CROSS JOIN LATERAL generate_series(1, 1 + n % 3) AS line
JOIN products AS p ON p.sku =
    (ARRAY['TEA-001', 'TEA-002', 'TEA-003', 'CUP-001', 'CUP-002', 'POT-001'])[1 + (n + line) % 6]
ON CONFLICT (order_id, line) DO NOTHING;
