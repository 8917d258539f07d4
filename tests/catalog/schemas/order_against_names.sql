create table z_first (id integer primary key);
create table a_second (z integer references z_first);
create view a_view as select * from z_first;
create view "0_view" as select * from a_view;
create function z_function() returns integer language sql as 'select 1';
create table a_third (id integer default z_function());
