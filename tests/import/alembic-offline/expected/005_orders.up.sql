-- Running upgrade 3b1f4c2d9e05 -> 4c5d6e7f8a90

CREATE TABLE orders (
    id BIGINT GENERATED ALWAYS AS IDENTITY, 
    account_id BIGINT NOT NULL, 
    PRIMARY KEY (id), 
    FOREIGN KEY(account_id) REFERENCES account (id)
);
