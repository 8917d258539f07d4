-- Running upgrade ae1027a6acf1 -> 1975ea83b712

CREATE FUNCTION touch(who text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    -- a semicolon; in a comment
    RETURN 'hello; ' || who;
END;
$$;
