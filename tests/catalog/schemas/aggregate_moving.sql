create function add_state(float8, float8) returns float8 language sql immutable as 'select $1 + $2';
create function sub_state(float8, float8) returns float8 language sql immutable as 'select $1 - $2';
create function finish(float8) returns float8 language sql immutable as 'select $1';
create aggregate moving(float8) (
    sfunc = add_state, stype = float8, initcond = '0', finalfunc = finish, finalfunc_modify = read_only,
    msfunc = add_state, minvfunc = sub_state, mstype = float8, minitcond = '0', mfinalfunc = finish, mfinalfunc_extra = false
);
alter aggregate moving(float8) owner to app_owner;
