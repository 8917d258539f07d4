create sequence a start 5 increment 3 minvalue 2 maxvalue 50 cache 7 cycle;
create sequence b as smallint increment -1;
create sequence c as integer maxvalue 100 start 10;
create sequence d increment by -5 minvalue -100 maxvalue 100 start 100;
comment on sequence a is 'counts';
