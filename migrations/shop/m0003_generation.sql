-- How a database notices that it is a copy: restored from a backup, put back by hand, or moved to another machine. Its
-- orders may have been sent since the copy was made, so sending is paused until a person decides.

-- One row. The witness, a file beside the database, is replaced with each order that is sent. This row identifies that
-- file, not its content. If both columns are NULL, the database is new.
CREATE TABLE generation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    -- How often the witness was made.
    counter INTEGER NOT NULL DEFAULT 0,
    -- Inode and time of birth, which no copying keeps.
    database_file TEXT,
    witness_file TEXT,
    -- Set in a copy that was made by the backup command.
    copied_at INTEGER
) STRICT;
INSERT INTO generation (id) VALUES (1);

-- One row for each time that this database was found to be a copy.
CREATE TABLE restores (
    id INTEGER PRIMARY KEY,
    noticed_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    -- When the manager's e-mail about it was put in.
    told_at INTEGER,
    -- When a person let sending go on; NULL: it is paused.
    resumed_at INTEGER
) STRICT;

-- Orders that a person has allowed to be sent since the last restore.
CREATE TABLE confirmed_orders (
    order_id INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    confirmed_at INTEGER NOT NULL,
    PRIMARY KEY (order_id, incarnation)
) STRICT, WITHOUT ROWID;

-- Orders that the original database may have sent: all that were created before the restore. They include orders that
-- arrive only later, because the copy has lost them and the shop sends them again. The shop's times are in whole
-- seconds. An order without a usable creation time counts from its `created` event, or as old if it never had one.
CREATE VIEW unconfirmed_orders AS
    SELECT crm_orders.order_id, crm_orders.incarnation
    FROM crm_orders
    JOIN (SELECT max(noticed_at) AS at FROM restores) AS restored
    WHERE crm_orders.crm_state = 'new'
        AND coalesce(CASE WHEN typeof(crm_orders.createdon) = 'integer' THEN crm_orders.createdon END,
            crm_orders.created_event_at, 0) + 999 < restored.at
        AND NOT EXISTS (SELECT 1 FROM confirmed_orders AS confirmed
            WHERE confirmed.order_id = crm_orders.order_id AND confirmed.incarnation = crm_orders.incarnation);

-- The same view, except that the job of such an order waits in a queue that no worker serves.
DROP VIEW send_jobs_due;
CREATE VIEW send_jobs_due AS
    SELECT order_id, 'send_order' AS kind,
        CASE WHEN EXISTS (SELECT 1 FROM unconfirmed_orders AS unconfirmed
                WHERE unconfirmed.order_id = orders_due.order_id)
            THEN 'unconfirmed' ELSE 'crm' END AS queue,
        '{"order":' || order_id || ',"incarnation":' || incarnation || '}' AS args,
        'order:' || order_id AS subject,
        'send_order:' || order_id || ':' || incarnation AS unique_key,
        10000 AS max_attempts, now
    FROM orders_due, present;
