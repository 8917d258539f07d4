BEGIN;

-- Running upgrade 1975ea83b712 -> 27c6a30d7c24

COMMIT;

CREATE INDEX CONCURRENTLY account_email ON account (email);

BEGIN;

UPDATE alembic_version SET version_num='27c6a30d7c24' WHERE alembic_version.version_num = '1975ea83b712';

COMMIT;

