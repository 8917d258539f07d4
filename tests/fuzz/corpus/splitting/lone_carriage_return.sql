select 1 -- c; select E'a''\''; select 2
;