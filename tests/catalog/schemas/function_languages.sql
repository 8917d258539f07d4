create function a(integer, integer) returns integer language sql as 'select $1 + $2';
create function b(x integer, y integer default 5, out z integer) language plpgsql as $_$ begin z := x + y; end $_$;
create function c(variadic list text[]) returns text language sql immutable as $$ select array_to_string(list, ',') $$;
create function d() returns table (id integer, name text) language sql stable rows 5 as $$ select 1, 'a' $$;
create function e(inout a integer, inout b text) language plpgsql as $$ begin end $$;
create function f() returns setof integer language sql as 'select 1';
create function g() returns record language sql as 'select 1, 2';
create function h() returns void language sql as '';
