create function f() returns event_trigger language plpgsql as $$ begin raise notice 'x'; end $$;
create event trigger watch on ddl_command_start when tag in ('CREATE TABLE', 'DROP TABLE') execute function f();
create event trigger dropped on sql_drop execute function f();
alter event trigger watch disable;
alter event trigger dropped enable always;
comment on event trigger watch is 'sees it';
