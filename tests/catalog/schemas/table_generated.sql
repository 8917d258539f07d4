create table t (
    price numeric not null, quantity integer not null,
    total numeric generated always as (price * quantity) stored,
    label text generated always as ('x' || quantity::text) stored not null
);
create index on t (total);
