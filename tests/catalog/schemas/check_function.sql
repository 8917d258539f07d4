create function valid(t text) returns boolean language plpgsql immutable as $$ begin return t <> ''; end $$;
create table t (a text check (valid(a)));
