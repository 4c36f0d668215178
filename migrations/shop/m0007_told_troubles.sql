-- The orders of which shop and manager were told that they failed or are in doubt. When such an order is sent after all, the
-- shop hears that too, and its status goes back.
CREATE TABLE told_troubles (
    order_id INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    told_at INTEGER NOT NULL,
    -- The shop's status before the error status; NULL: not known.
    status_before INTEGER,
    PRIMARY KEY (order_id, incarnation)
) STRICT, WITHOUT ROWID;
INSERT INTO told_troubles (order_id, incarnation, told_at)
    SELECT order_id, incarnation, now FROM crm_orders, present
    WHERE crm_state IN ('in_doubt', 'failed') AND crm_state IN ('new', 'sending', 'in_doubt', 'failed');
