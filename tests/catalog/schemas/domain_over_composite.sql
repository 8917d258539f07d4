create type pair as (a integer, b integer);
create domain ordered_pair as pair check ((value).a <= (value).b);
