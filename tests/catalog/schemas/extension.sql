create extension citext;
create extension pgcrypto schema public;
create table t (email citext unique, digest bytea default digest('x', 'sha256'));
comment on extension citext is 'letters';
