create schema shop authorization app_owner;
grant usage on schema shop to app_reader;
grant usage, create on schema shop to app_writer with grant option;
