---- tern: disable-tx ----
CREATE INDEX CONCURRENTLY account_email ON account (email);

---- create above / drop below ----

DROP INDEX CONCURRENTLY account_email;
