0create table t ();
vacuum;
