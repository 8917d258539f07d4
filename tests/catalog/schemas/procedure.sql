create procedure p(a integer, inout b text default 'x') language plpgsql as $$ begin b := a; end $$;
create procedure q() language sql security definer set work_mem = '1MB' as 'select 1';
comment on procedure p(integer, text) is 'does it';
grant execute on procedure q() to app_reader;
revoke execute on procedure q() from public;
