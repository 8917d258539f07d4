create collation german (provider = icu, locale = 'de-DE');
create collation insensitive (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
create collation plain from "C";
create table t (a text collate german, b text collate insensitive unique);
comment on collation german is 'ä';
alter collation plain owner to app_owner;
