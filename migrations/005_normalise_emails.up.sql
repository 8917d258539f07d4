-- @description: one spelling for every e-mail address
-- @author: Grace
-- @ticket: SHOP-11
-- @irreversible: how people typed their address is not kept
--
-- A change of data. There is no way back, so there is no down file, and `runner down` stops here
-- and says why.

UPDATE customers
SET email = lower(email)
WHERE email <> lower(email);

ALTER TABLE customers
    ADD CONSTRAINT customers_email_is_lower CHECK (email = lower(email));
