alter schema public owner to app_owner;
comment on schema public is 'ours now';
