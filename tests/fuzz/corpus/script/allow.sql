0-- @allow: some-rule, other.rule

-- @allow: third
select 1;
