-- Revert shop:email_index from pg

DROP INDEX CONCURRENTLY account_email;
