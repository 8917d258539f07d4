-- Revert shop:flags from pg

BEGIN;

ALTER TABLE account DROP COLUMN active;

COMMIT;
