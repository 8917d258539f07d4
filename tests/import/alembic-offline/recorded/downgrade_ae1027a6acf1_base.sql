BEGIN;

-- Running downgrade ae1027a6acf1 -> 

DROP TABLE account;

DELETE FROM alembic_version WHERE alembic_version.version_num = 'ae1027a6acf1';

COMMIT;

