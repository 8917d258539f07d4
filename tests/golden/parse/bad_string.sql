INSERT INTO t VALUES ('ä', 'it's');
SELECT 1;
