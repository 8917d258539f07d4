select 'oops;
select 2;