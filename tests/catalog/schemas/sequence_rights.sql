create sequence s;
grant usage on sequence s to app_writer;
grant select on sequence s to app_reader;
