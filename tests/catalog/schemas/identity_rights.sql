create table t (id integer generated always as identity);
grant usage on sequence t_id_seq to app_writer;
comment on sequence t_id_seq is 'behind id';
