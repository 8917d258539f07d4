-- +goose Up
ALTER TABLE account ADD COLUMN active boolean NOT NULL DEFAULT true;
INSERT INTO account (email) VALUES ('a;b@example.com');

-- +goose Down
ALTER TABLE account DROP COLUMN active;
