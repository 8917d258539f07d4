create schema app;
create function a() returns integer language sql set search_path = app, pg_temp as 'select 1';
create function b() returns integer language sql set search_path = '' as 'select 1';
create function c() returns integer language sql set search_path to '$user', "Mixed Case" set work_mem = '10MB' set timezone = 'Europe/Berlin' as 'select 1';
create function d() returns text language sql set datestyle = 'ISO, DMY' set statement_timeout = 100 as $$ select 'x' $$;
