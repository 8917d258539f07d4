BEGIN;

-- Running downgrade 4c5d6e7f8a90 -> 3b1f4c2d9e05

DROP TABLE orders;

UPDATE alembic_version SET version_num='3b1f4c2d9e05' WHERE alembic_version.version_num = '4c5d6e7f8a90';

COMMIT;

