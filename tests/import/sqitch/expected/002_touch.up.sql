-- Deploy shop:touch to pg

BEGIN;

CREATE FUNCTION touch(who text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text;
BEGIN
    -- a semicolon; in a comment
    answer := 'hello; ' || who;
    RETURN answer;
END;
$$;

COMMIT;
