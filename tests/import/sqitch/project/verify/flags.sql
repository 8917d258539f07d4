-- Verify shop:flags on pg

BEGIN;

SELECT active FROM account WHERE false;

ROLLBACK;
