-- since 14
create table t (a integer, b text);
create statistics s on (a + 1), lower(b) from t;
create statistics only_one on (a * 2) from t;
