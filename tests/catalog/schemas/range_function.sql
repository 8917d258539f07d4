create function text_distance(a text, b text) returns float8 language sql immutable as 'select 1.0::float8';
create type words as range (subtype = text, subtype_diff = text_distance);
