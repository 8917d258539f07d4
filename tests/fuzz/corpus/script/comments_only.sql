1-- nothing
/* here */
;
