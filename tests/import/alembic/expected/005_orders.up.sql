-- @irreversible: it was a program
-- What stood there is not SQL. Write here what it did, should it ever have to run again.
DO $placeholder$
BEGIN
    RAISE EXCEPTION USING MESSAGE = '4c5d6e7f8a90_orders.py was a Python revision of Alembic',
        HINT = 'write the SQL into this file';
END
$placeholder$;
