create function f() returns integer language sql immutable strict security definer leakproof parallel safe cost 10 as 'select 1';
create function g() returns setof integer language sql stable parallel restricted rows 10 cost 0.5 as 'select 1';
create function h() returns trigger language plpgsql called on null input as $$ begin return null; end $$;
