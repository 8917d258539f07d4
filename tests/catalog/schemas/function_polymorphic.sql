create function first(anyarray) returns anyelement language sql immutable as 'select $1[1]';
create function same(anycompatible, anycompatible) returns boolean language sql as 'select true';
create function w(integer) returns bigint language internal window as 'window_row_number';
