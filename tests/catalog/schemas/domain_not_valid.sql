create domain code as varchar(10);
alter domain code add constraint upper_only check (value = upper(value)) not valid;
