-- @author: Ada
-- @transaction: none

CREATE INDEX CONCURRENTLY i
  ON t (a);
COPY t FROM stdin;
1
\.
VACUUM