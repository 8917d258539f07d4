-- @irreversible: it was a program
-- What stood there is not SQL. Write here what it did, should it ever have to run again.
DO $placeholder$
BEGIN
    RAISE EXCEPTION USING MESSAGE = '27c6a30d7c24_email_index.py was a Python revision of Alembic',
        HINT = 'write the SQL into this file';
END
$placeholder$;
