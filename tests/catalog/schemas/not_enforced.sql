-- since 18
create table t (a integer primary key, b integer, constraint positive check (b > 0) not enforced, constraint r foreign key (b) references t not enforced);
