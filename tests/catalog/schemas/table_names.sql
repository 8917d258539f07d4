create table "Select" ("Order" integer, "a b" text, "quote""d" integer, "é" text, "table" integer, "$x" integer, a$b integer, "1st" integer);
create index "Idx One" on "Select" ("Order", "a b");
comment on column "Select"."quote""d" is 'odd';
