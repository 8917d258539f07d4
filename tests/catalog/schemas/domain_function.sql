create function is_even(integer) returns boolean language sql immutable as 'select $1 % 2 = 0';
create domain even as integer check (is_even(value));
create table t (n even);
