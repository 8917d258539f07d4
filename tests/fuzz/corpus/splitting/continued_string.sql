select E'a' -- it's
 '\';b'
	'c'; select 'a'

 'b\'; select 'a' 'b'