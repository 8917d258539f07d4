create aggregate total(integer) (sfunc = int4pl, stype = integer, initcond = '0', combinefunc = int4pl, parallel = safe);
create aggregate longest(text) (sfunc = text_larger, stype = text, sortop = >);
comment on aggregate total(integer) is 'a sum';
create aggregate counted(*) (sfunc = int8inc, stype = bigint, initcond = '0');
