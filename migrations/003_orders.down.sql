-- In reverse: whatever refers to something else goes first.
DROP TABLE order_lines;
DROP TABLE orders;
DROP TYPE order_status;
