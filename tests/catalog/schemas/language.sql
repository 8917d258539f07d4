create language mine handler plpgsql_call_handler inline plpgsql_inline_handler validator plpgsql_validator;
create function f() returns integer language mine as 'begin return 1; end';
comment on language mine is 'ours';
alter language mine owner to app_owner;
