create type "Weird Type" as enum ('it''s', 'a "b"', '', 'back\slash', E'tab\there');
comment on type "Weird Type" is E'line one\nline two';
