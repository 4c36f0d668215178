-- The status that an order had in the shop when its error status was set, as the shop's command told it. An order that is
-- sent after all returns to it.
CREATE TABLE statuses_before_error (
    order_id INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    status INTEGER NOT NULL,
    PRIMARY KEY (order_id, incarnation)
) STRICT, WITHOUT ROWID;
