-- Running upgrade 27c6a30d7c24 -> 3b1f4c2d9e05

ALTER TABLE account ADD COLUMN active BOOLEAN DEFAULT true NOT NULL;

INSERT INTO account (email) VALUES ('a;b@example.com');
