create operator family numbers using hash;
create function h(integer) returns integer language sql immutable as 'select $1';
create operator class int_numbers for type integer using hash family numbers as operator 1 =, function 1 h(integer);
alter operator family numbers using hash add operator 1 = (integer, bigint), function 1 (bigint, bigint) hashint8(bigint);
alter operator family numbers using hash owner to app_owner;
comment on operator family numbers using hash is 'of numbers';
