-- @irreversible: it was a program
-- What stood there is not SQL. Write here what it did, should it ever have to run again.
DO $placeholder$
BEGIN
    RAISE EXCEPTION USING MESSAGE = '1704100000003_email-index.js was a JavaScript migration of node-pg-migrate',
        HINT = 'write the SQL into this file';
END
$placeholder$;
