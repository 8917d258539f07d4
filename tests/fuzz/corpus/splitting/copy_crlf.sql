copy t from stdin;
1
 \.
\.x
\.
