create function f() returns trigger language plpgsql as $$ begin return new; end $$;
create table t (id integer, k integer) partition by list (k);
create table t_1 partition of t for values in (1);
create table t_2 partition of t for values in (2);
create trigger watch after insert on t for each row execute function f();
alter table t_2 disable trigger watch;
create trigger own before update on t_1 for each row execute function f();
