create schema shop;
create schema "Mixed Case";
comment on schema shop is 'it''s a shop';
