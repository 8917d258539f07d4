-- Verify shop:orders on pg

BEGIN;

SELECT id, account_id FROM orders WHERE false;

ROLLBACK;
