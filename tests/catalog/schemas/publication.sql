create table a (id integer primary key, b text);
create table c (id integer primary key);
create publication everything for all tables;
create publication "some" for table a, c with (publish = 'insert, update');
create publication "none" with (publish_via_partition_root = true);
comment on publication "some" is 'two';
alter publication "none" owner to app_owner;
