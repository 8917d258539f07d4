-- Running downgrade ae1027a6acf1 -> 

DROP TABLE account;
