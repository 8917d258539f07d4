-- Verify shop:accounts on pg

BEGIN;

SELECT id, email FROM account WHERE false;

ROLLBACK;
