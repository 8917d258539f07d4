create access method heap_two type table handler heap_tableam_handler;
create access method tree_two type index handler bthandler;
comment on access method heap_two is 'the same';
create table t (a integer) using heap_two;
