-- Verify shop:email_index on pg

BEGIN;

SELECT 1 / count(*) FROM pg_class WHERE relname = 'account_email';

ROLLBACK;
