create table t (id integer, name text);
create function make(integer) returns t language sql as $$ select $1, 'x'::text $$;
create function name_of(t) returns text language sql stable as 'select $1.name';
create function all_of(t[]) returns integer language sql as 'select 1';
create view v as select name_of(t) as name from t;
create function from_view(v) returns text language sql as 'select $1.name';
