BEGIN;

-- Running downgrade 27c6a30d7c24 -> 1975ea83b712

COMMIT;

DROP INDEX CONCURRENTLY account_email;

BEGIN;

UPDATE alembic_version SET version_num='1975ea83b712' WHERE alembic_version.version_num = '27c6a30d7c24';

COMMIT;

