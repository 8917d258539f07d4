-- @irreversible: it was a program
-- What stood there is not SQL. Write here what it did, should it ever have to run again.
DO $placeholder$
BEGIN
    RAISE EXCEPTION USING MESSAGE = '20240103120000_email_index.rb was a Ruby migration of Rails',
        HINT = 'write the SQL into this file';
END
$placeholder$;
