BEGIN;

-- Running downgrade 1975ea83b712 -> ae1027a6acf1

DROP FUNCTION touch(text);

UPDATE alembic_version SET version_num='ae1027a6acf1' WHERE alembic_version.version_num = '1975ea83b712';

COMMIT;

