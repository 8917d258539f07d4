create table t (a integer);
revoke all on t from current_user;
