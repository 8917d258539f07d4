create type t as (a integer, b integer, c integer);
alter type t drop attribute b;
alter type t add attribute d text;
