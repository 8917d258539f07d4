-- Running downgrade 4c5d6e7f8a90 -> 3b1f4c2d9e05

DROP TABLE orders;
