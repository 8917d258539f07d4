create function f() returns integer language sql as 'select 1';
revoke execute on function f() from public;
grant execute on function f() to app_reader;
alter function f() owner to app_owner;
create function g(integer) returns integer language sql as 'select 1';
grant execute on function g(integer) to app_writer with grant option;
