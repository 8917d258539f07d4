create table t (a integer, b integer, c text);
create statistics s1 (dependencies) on a, b from t;
create statistics s2 on a, b, c from t;
create statistics s3 (ndistinct, mcv) on b, c from t;
alter statistics s2 set statistics 400;
comment on statistics s1 is 'a gives b';
alter statistics s3 owner to app_owner;
