-- @env: dev, test
-- @always: true
INSERT INTO countries VALUES ('DE'), ('FR') ON CONFLICT DO NOTHING;
