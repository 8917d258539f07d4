-- Revert shop:touch from pg

BEGIN;

DROP FUNCTION touch(text);

COMMIT;
