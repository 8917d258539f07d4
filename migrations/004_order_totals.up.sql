-- @description: keep orders.total_cents in step with the lines
-- @author: Grace
-- @ticket: SHOP-7
--
-- The semicolons between the two $$ belong to the function. No marks are needed around it: runner
-- cuts a file into statements as PostgreSQL itself would.

CREATE FUNCTION order_lines_keep_total() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP IN ('UPDATE', 'DELETE') THEN
        UPDATE orders
        SET total_cents = total_cents - OLD.quantity * OLD.price_cents::bigint
        WHERE id = OLD.order_id;
    END IF;

    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        UPDATE orders
        SET total_cents = total_cents + NEW.quantity * NEW.price_cents::bigint
        WHERE id = NEW.order_id;
    END IF;

    RETURN NULL; -- an AFTER trigger's result is not looked at
END;
$$;

CREATE TRIGGER order_lines_keep_total
    AFTER INSERT OR UPDATE OR DELETE ON order_lines
    FOR EACH ROW EXECUTE FUNCTION order_lines_keep_total();
