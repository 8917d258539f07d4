-- migrate:up
ALTER TABLE account ADD COLUMN active boolean NOT NULL DEFAULT true;
INSERT INTO account (email) VALUES ('a;b@example.com');

-- migrate:down
ALTER TABLE account DROP COLUMN active;
