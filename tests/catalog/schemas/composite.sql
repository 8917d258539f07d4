create type address as (street text, zip varchar(5), city text collate "C");
comment on type address is 'where';
comment on column address.zip is 'code';
