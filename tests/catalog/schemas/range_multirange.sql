-- since 14
create type span as range (subtype = integer, multirange_type_name = many_spans);
create table t (a span, b many_spans);
