-- Verify shop:touch on pg

BEGIN;

SELECT has_function_privilege('touch(text)', 'execute');

ROLLBACK;
