create table t (a integer, b text);
create view v as select a, b || 'x' as c from t where a > 1;
create view w (one, two) as select * from v;
comment on view w is 'upon a view';
comment on column w.one is 'first';
