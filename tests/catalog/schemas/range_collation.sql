create type text_range as range (subtype = text, collation = "C");
comment on type text_range is 'from a to z';
