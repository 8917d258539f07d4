create domain email as text constraint has_at check (value ~ '@') constraint is_short check (length(value) < 100);
create domain positive as integer default 1 not null check (value > 0);
comment on domain positive is 'above zero';
comment on constraint has_at on domain email is 'the at';
