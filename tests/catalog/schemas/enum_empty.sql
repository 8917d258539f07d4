create type nothing as enum ();
alter type nothing owner to app_owner;
revoke usage on type nothing from public;
grant usage on type nothing to app_reader;
