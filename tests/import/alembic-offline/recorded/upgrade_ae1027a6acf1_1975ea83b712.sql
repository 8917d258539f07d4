BEGIN;

-- Running upgrade ae1027a6acf1 -> 1975ea83b712

CREATE FUNCTION touch(who text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    -- a semicolon; in a comment
    RETURN 'hello; ' || who;
END;
$$;

UPDATE alembic_version SET version_num='1975ea83b712' WHERE alembic_version.version_num = 'ae1027a6acf1';

COMMIT;

