 ;; 
 ; -- nothing
 /* here */ ; select 1