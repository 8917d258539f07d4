create table target (id integer primary key);
create table t (id integer, target integer references target, unique (id)) partition by hash (id);
create table t_0 partition of t for values with (modulus 2, remainder 0);
create table t_1 partition of t for values with (modulus 2, remainder 1);
create table pointing (t integer references t (id) on delete cascade);
