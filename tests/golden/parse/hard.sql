-- Everything hard at once.
-- @description: semicolons hide in many places; here are all of them
-- @lock-timeout: 5s
/* A comment; /* and one inside; */ still the first one; */

CREATE OR REPLACE FUNCTION app.next_step(step int DEFAULT 1) RETURNS int
LANGUAGE sql
BEGIN ATOMIC
    SELECT CASE WHEN step > 1 THEN CASE step WHEN 2 THEN 3 ELSE 4 END END;
    SELECT t.end, 1 AS case, (CASE WHEN true THEN ';' END) FROM app.t AS end;
    RETURN step + 1; -- END;
END;

CREATE FUNCTION begin() RETURNS trigger LANGUAGE plpgsql AS $größe$
BEGIN
    EXECUTE $$SELECT ';'$$; -- $grosse$
    RETURN NEW;
END
$größe$;

CREATE RULE two AS ON INSERT TO t DO ALSO (INSERT INTO u VALUES (1); DELETE FROM v);

PREPARE p AS SELECT $1, a$b$c, 'it''s; \', E'it\'s; ''\\', U&'\0061;\', U&"d\0061;ta",
    B'1;', X'A;', N'é;\', "quoted "";name" FROM t WHERE a->>'b;' <@/* ; */ c AND d --;
    >= 1.5e-3;;

SELECT E'one;'
    -- still the same string; it's
    '\';two' AS "ü", 4 --4;
;SELECT 'é', 2; COPY t (a, b) FROM stdin; COPY u FROM stdin WITH (FORMAT csv); SELECT 3; -- end;
1	it's; $$ /* "
\\.
 \.
\.
;,'
\.
\restrict abc;'
CREATE UNIQUE INDEX "concurrently" ON t (a)
