create function a() returns integer language plpgsql as $$ begin return b(); end $$;
create function b() returns integer language sql as 'select 1';
create table t (id integer default a());
