-- Running upgrade  -> ae1027a6acf1

CREATE TABLE account (
    id BIGINT GENERATED ALWAYS AS IDENTITY, 
    email TEXT NOT NULL, 
    PRIMARY KEY (id)
);
