"""What the program is known to do wrong: a regular expression for the words below a failed trial, and the reason.

These trials are counted apart and fail nothing. Whoever mends one takes its line out, and the trials judge again.
"""
KNOWN = ()
