create function same(integer, text) returns boolean language sql immutable as 'select true';
create function same(text, integer) returns boolean language sql immutable as 'select true';
create operator === (function = same, leftarg = integer, rightarg = text, commutator = ===, negator = !==, restrict = eqsel, join = eqjoinsel);
create operator === (function = same, leftarg = text, rightarg = integer, commutator = ===);
create operator !== (function = same, leftarg = integer, rightarg = text, negator = ===);
create operator !@ (function = int4abs, rightarg = integer);
comment on operator === (integer, text) is 'alike';
alter operator !@ (none, integer) owner to app_owner;
