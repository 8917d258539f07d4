DROP TRIGGER order_lines_keep_total ON order_lines;
DROP FUNCTION order_lines_keep_total();
