-- What the manager was told about orders that wait, so that several workers and restarts tell it once.
CREATE TABLE alarms (
    name TEXT PRIMARY KEY,
    -- Since when orders wait.
    since INTEGER NOT NULL,
    raised_at INTEGER NOT NULL,
    -- 0: another e-mail has told of the same cause.
    is_told INTEGER NOT NULL CHECK (is_told IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Orders of orders_not_leaving of which the manager was told.
CREATE TABLE told_not_leaving (
    order_id INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    told_at INTEGER NOT NULL,
    PRIMARY KEY (order_id, incarnation)
) STRICT, WITHOUT ROWID;
