create table t (id integer, owner text);
alter table t enable row level security;
create policy mine on t using (owner = current_user);
create policy readers on t as restrictive for select to app_reader, app_writer using (id > 0);
create policy adding on t for insert with check (owner = current_user);
create policy "Upd" on t for update to public using (true) with check (id < 100);
comment on policy mine on t is 'own rows';
