BEGIN;

-- Running downgrade 3b1f4c2d9e05 -> 27c6a30d7c24

ALTER TABLE account DROP COLUMN active;

UPDATE alembic_version SET version_num='27c6a30d7c24' WHERE alembic_version.version_num = '3b1f4c2d9e05';

COMMIT;

