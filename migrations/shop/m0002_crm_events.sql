-- Order statuses from the CRM: from webhooks, from polls, and from people and programs on its behalf.

CREATE TABLE crm_events (
    -- AUTOINCREMENT: arrival decides between events that carry no time of the CRM, so an id is never used again.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL DEFAULT 'webhook' CHECK (source IN ('webhook', 'poll', 'command')),
    -- The CRM's id of the order.
    crm_order_id TEXT,
    -- The shop's order and the attempt to send it, where the address of the webhook carried them: they prove which
    -- attempt the CRM has taken.
    order_id INTEGER,
    incarnation INTEGER,
    job INTEGER,
    attempt INTEGER,
    -- A code (webhooks) or a name (polls), as the CRM wrote it.
    status TEXT NOT NULL CHECK (status <> ''),
    -- The CRM's own clock, without a zone: it orders webhooks among themselves.
    datetime TEXT,
    received_at INTEGER NOT NULL
        DEFAULT (CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)),
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'unmatched', 'applied', 'repeated', 'older')),
    CHECK (crm_order_id IS NOT NULL OR order_id IS NOT NULL)
) STRICT;
CREATE INDEX crm_events_new ON crm_events (id) WHERE state = 'new';
CREATE INDEX crm_events_unmatched ON crm_events (crm_order_id) WHERE state = 'unmatched';
CREATE INDEX crm_events_received ON crm_events (received_at);

-- For the status in crm_status: the CRM's time, if it came with one, and the time of its arrival.
ALTER TABLE crm_orders ADD COLUMN crm_status_datetime TEXT;
ALTER TABLE crm_orders ADD COLUMN crm_status_at INTEGER;
-- The status that we last set in the shop, and when. The shop's own hook may report it late or never.
ALTER TABLE crm_orders ADD COLUMN shop_status_set INTEGER;
ALTER TABLE crm_orders ADD COLUMN shop_status_set_at INTEGER;
CREATE INDEX crm_orders_crm_id ON crm_orders (crm_order_id) WHERE crm_order_id IS NOT NULL;

-- Statuses of the CRM that frontpadapi_matched_statuses does not name. Each is reported once, not with every order.
CREATE TABLE unmapped_statuses (
    status TEXT PRIMARY KEY,
    first_seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The jobs that the events should have.
CREATE VIEW status_jobs_due AS
    SELECT crm_events.id AS event_id, crm_events.crm_order_id, crm_events.state,
        'apply_crm_status' AS kind, 'events' AS queue, '{"event":' || crm_events.id || '}' AS args,
        'order:' || crm_events.order_id AS subject, 'apply_crm_status:' || crm_events.id AS unique_key,
        100 AS max_attempts, now
    FROM crm_events, present;

CREATE TRIGGER crm_events_inserted AFTER INSERT ON crm_events
BEGIN
    INSERT INTO jobs (kind, queue, args, subject, max_attempts, scheduled_at, unique_key, inserted_at)
        SELECT kind, queue, args, subject, max_attempts, now, unique_key, now
        FROM status_jobs_due WHERE event_id = NEW.id
        ON CONFLICT DO NOTHING;
END;

-- A webhook can arrive before the answer to its order.
CREATE TRIGGER crm_orders_known AFTER UPDATE OF crm_order_id ON crm_orders
    WHEN NEW.crm_order_id IS NOT NULL AND NEW.crm_order_id IS NOT OLD.crm_order_id
BEGIN
    INSERT INTO jobs (kind, queue, args, subject, max_attempts, scheduled_at, unique_key, inserted_at)
        SELECT kind, queue, args, coalesce(subject, 'order:' || NEW.order_id), max_attempts, now, unique_key, now
        FROM status_jobs_due WHERE state = 'unmatched' AND crm_order_id = NEW.crm_order_id
        ON CONFLICT DO NOTHING;
END;

-- Another order with the same id inherits nothing from the old one.
CREATE TRIGGER crm_orders_reused AFTER UPDATE OF incarnation ON crm_orders WHEN NEW.incarnation <> OLD.incarnation
BEGIN
    UPDATE crm_orders SET crm_status_datetime = NULL, crm_status_at = NULL, shop_status_set = NULL,
        shop_status_set_at = NULL
    WHERE order_id = NEW.order_id;
END;

-- The orders whose status may be polled: sent ones, by age.
CREATE INDEX crm_orders_sent ON crm_orders (sent_at) WHERE crm_state = 'sent';
