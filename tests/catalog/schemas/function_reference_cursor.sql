create function open_it(c refcursor default 'x') returns refcursor language plpgsql as $$ begin open c for select 1; return c; end $$;
create function type_of() returns pg_class.relname%type language sql as $$ select 'x'::name $$;
