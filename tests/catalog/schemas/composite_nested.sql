create type inner_type as (x integer);
create type outer_type as (i inner_type, list inner_type[]);
create table t (o outer_type, p outer_type[]);
