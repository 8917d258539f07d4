-- @description: the catalogue
--
-- A seed runs again whenever its file has changed, so it must not mind the rows that are there:
-- here every row is inserted or brought up to date.

INSERT INTO products (sku, name, description, price_cents)
VALUES
    ('TEA-001', 'Assam', 'Strong black tea from the valley of the Brahmaputra; 100 g', 690),
    ('TEA-002', 'Sencha', 'Green tea, steamed and rolled; 100 g', 890),
    ('TEA-003', 'Rooibos', 'Red bush tea without caffeine; 100 g', 540),
    ('CUP-001', 'Café cup', 'White porcelain, 200 ml', 1250),
    ('CUP-002', 'Travel cup', 'Steel, keeps tea hot for six hours; 400 ml', 2490),
    ('POT-001', 'Teapot', 'Cast iron with a strainer, 1.2 l', 4900)
ON CONFLICT (sku) DO UPDATE
SET name = excluded.name,
    description = excluded.description,
    price_cents = excluded.price_cents;
