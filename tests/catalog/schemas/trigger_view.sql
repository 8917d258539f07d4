create table t (a integer);
create view v as select a from t;
create function f() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger "Instead" instead of insert on v for each row execute function f();
