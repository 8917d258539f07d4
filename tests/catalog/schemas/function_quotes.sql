create function f() returns text language plpgsql as $outer$ begin return $$inner $body$ x$$ || '''' || E'\\'; end $outer$;
create function g() returns text language sql as 'select ''$$''';
create function "Odd Name"("a b" integer, "select" text default 'it''s') returns text language sql as 'select $2';
