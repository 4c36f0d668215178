-- The input (settings, orders) and our own knowledge about it (crm_orders, order_events, archived_orders). Triggers
-- insert the jobs, so that every way to write an order works alike. They use nothing newer than SQLite 3.37, no JSON
-- functions, and no function that only our own connections have. Times are integers: milliseconds since 1970 in UTC.

CREATE VIEW present AS
    SELECT CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER) AS now;

-- One row. send_status is the last value of frontpadapi_send_status, and send_status_since is when it last changed from
-- one value to another (0: never). An order that reached a status before that status became the trigger is not sent
-- because of it.
CREATE TABLE installation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    installed_at INTEGER NOT NULL,
    send_status TEXT,
    send_status_since INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO installation (id, installed_at) SELECT 1, now FROM present;

CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- The shop's data about an order. A column that a writer does not name keeps its value.
CREATE TABLE orders (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    num TEXT,
    -- Milliseconds since 1970 from our own doors. ANY, because a writer that has only the shop's text is still
    -- better than none; it is then compared as text.
    createdon ANY,
    -- The same as the shop's clock showed it. Milliseconds depend on a time zone, which a setting or another PHP may
    -- change between two events of one order.
    createdon_local TEXT,
    status INTEGER,
    event TEXT CHECK (event IN ('created', 'status', 'import')),
    -- miniShop2's log id: an older event never overrides a newer one.
    event_seq INTEGER,
    document TEXT
) STRICT;

-- Our own knowledge about an order. It outlives the pruning of `orders`.
CREATE TABLE crm_orders (
    order_id INTEGER PRIMARY KEY,
    -- Counts the orders that have had this id: a shop that restarts its ids makes new orders.
    incarnation INTEGER NOT NULL DEFAULT 1,
    num TEXT,
    createdon ANY,
    createdon_local TEXT,
    crm_state TEXT NOT NULL DEFAULT 'new' CHECK (crm_state IN ('new', 'sending', 'sent', 'in_doubt', 'failed')),
    crm_order_id TEXT,
    crm_order_number TEXT,
    crm_status TEXT,
    -- When its `created` event came; NULL: it was there before us.
    created_event_at INTEGER,
    -- When the shop's present status came.
    status_since INTEGER,
    -- A person asked for it to be sent, whatever its status.
    send_requested_at INTEGER,
    -- The claim that has committed to send it.
    sending_job INTEGER,
    sending_attempt INTEGER,
    sending_worker TEXT,
    sending_at INTEGER,
    sent_at INTEGER,
    -- Why it failed or is in doubt, in words.
    reason TEXT,
    -- The shop's event_seq when it failed: only a newer event sends it again.
    failed_seq INTEGER
) STRICT;
CREATE INDEX crm_orders_state ON crm_orders (crm_state) WHERE crm_state IN ('new', 'sending', 'in_doubt', 'failed');

-- The history of an order: events from the shop and our own.
CREATE TABLE order_events (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    detail TEXT
) STRICT;
CREATE INDEX order_events_order ON order_events (order_id, id);

-- Orders whose id the shop has reused.
CREATE TABLE archived_orders (
    order_id INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    num TEXT,
    createdon ANY,
    crm_state TEXT NOT NULL,
    crm_order_id TEXT,
    crm_order_number TEXT,
    crm_status TEXT,
    reason TEXT,
    document TEXT,
    archived_at INTEGER NOT NULL,
    PRIMARY KEY (order_id, incarnation)
) STRICT, WITHOUT ROWID;

-- The rule «when is an order sent?», in one place for the triggers and the sweep.
CREATE VIEW orders_due AS
    SELECT orders.id AS order_id, crm_orders.incarnation
    FROM crm_orders
    JOIN orders ON orders.id = crm_orders.order_id
    JOIN installation
    LEFT JOIN settings ON settings.key = 'frontpadapi_send_status'
    WHERE crm_orders.crm_state = 'new'
        AND (crm_orders.send_requested_at IS NOT NULL
            -- Set but empty: at its `created` event.
            OR (trim(settings.value) = '' AND crm_orders.created_event_at >= installation.send_status_since)
            -- Set: on the trigger status. CAST alone would read '' and 'abc' as 0, which is a real status.
            OR (trim(settings.value) <> '' AND trim(settings.value) NOT GLOB '*[^0-9]*'
                AND orders.status = CAST(trim(settings.value) AS INTEGER)
                AND crm_orders.status_since >= installation.send_status_since
                -- An imported order only where it was made after the installation, as far as that is known.
                AND (coalesce(orders.event, 'status') <> 'import'
                    OR (typeof(orders.createdon) = 'integer' AND orders.createdon >= installation.installed_at))));

-- The jobs that the due orders should have.
CREATE VIEW send_jobs_due AS
    SELECT order_id, 'send_order' AS kind, 'crm' AS queue,
        '{"order":' || order_id || ',"incarnation":' || incarnation || '}' AS args,
        'order:' || order_id AS subject,
        'send_order:' || order_id || ':' || incarnation AS unique_key,
        -- The deadline ends an order's waiting, not a count of attempts.
        10000 AS max_attempts, now
    FROM orders_due, present;

-- Stores the changes of the setting that decides when orders are sent.
CREATE TRIGGER settings_inserted AFTER INSERT ON settings WHEN NEW.key = 'frontpadapi_send_status'
BEGIN
    UPDATE installation SET
        send_status_since = CASE WHEN send_status <> trim(NEW.value) THEN (SELECT now FROM present)
            ELSE send_status_since END,
        send_status = trim(NEW.value);
END;
CREATE TRIGGER settings_updated AFTER UPDATE ON settings WHEN NEW.key = 'frontpadapi_send_status'
BEGIN
    UPDATE installation SET
        send_status_since = CASE WHEN send_status <> trim(NEW.value) THEN (SELECT now FROM present)
            ELSE send_status_since END,
        send_status = trim(NEW.value);
END;

-- An order with a known id is another order if its number or its creation time differs. Two times in milliseconds count
-- as equal if they differ by whole quarters of an hour, and by no more than time zones can: it is the same time read in
-- another zone.

-- INSERT, REPLACE, UPSERT and OR IGNORE of a known order all become this update. REPLACE would clear the columns that
-- it does not name, and none of them may replace a newer event with an older one.
CREATE TRIGGER orders_before_insert BEFORE INSERT ON orders WHEN EXISTS (SELECT 1 FROM orders WHERE id = NEW.id)
BEGIN
    UPDATE orders SET
        num = coalesce(NEW.num, num), createdon = coalesce(NEW.createdon, createdon),
        createdon_local = coalesce(NEW.createdon_local, createdon_local), status = coalesce(NEW.status, status),
        event = coalesce(NEW.event, 'status'),
        event_seq = coalesce(NEW.event_seq, event_seq), document = coalesce(NEW.document, document)
    WHERE id = NEW.id
        AND coalesce((NEW.num <> num OR NEW.createdon_local <> createdon_local
            OR (typeof(NEW.createdon) = typeof(createdon) AND NEW.createdon <> createdon
                AND NOT (typeof(NEW.createdon) = 'integer' AND abs(NEW.createdon - createdon) <= 93600000
                    AND (NEW.createdon - createdon) % 900000 = 0))), 0) = 0;
    -- Another order under the same id takes nothing over from the old one.
    UPDATE orders SET
        num = NEW.num, createdon = NEW.createdon, createdon_local = NEW.createdon_local, status = NEW.status,
        event = coalesce(NEW.event, 'status'),
        event_seq = NEW.event_seq, document = NEW.document
    WHERE id = NEW.id
        AND (NEW.num <> num OR NEW.createdon_local <> createdon_local
            OR (typeof(NEW.createdon) = typeof(createdon) AND NEW.createdon <> createdon
                AND NOT (typeof(NEW.createdon) = 'integer' AND abs(NEW.createdon - createdon) <= 93600000
                    AND (NEW.createdon - createdon) % 900000 = 0)));
    SELECT RAISE(IGNORE);
END;

-- An older event of the same order changes nothing, except that it can show that we saw the order being created.
CREATE TRIGGER orders_before_update BEFORE UPDATE ON orders
    WHEN NEW.event_seq < OLD.event_seq
        AND coalesce((NEW.num <> OLD.num OR NEW.createdon_local <> OLD.createdon_local
            OR (typeof(NEW.createdon) = typeof(OLD.createdon) AND NEW.createdon <> OLD.createdon
                AND NOT (typeof(NEW.createdon) = 'integer' AND abs(NEW.createdon - OLD.createdon) <= 93600000
                    AND (NEW.createdon - OLD.createdon) % 900000 = 0))), 0) = 0
BEGIN
    UPDATE crm_orders SET created_event_at = (SELECT now FROM present)
    WHERE order_id = NEW.id AND NEW.event = 'created' AND created_event_at IS NULL;
    SELECT RAISE(IGNORE);
END;

CREATE TRIGGER orders_inserted AFTER INSERT ON orders
BEGIN
    INSERT INTO order_notes (order_id, num, createdon, createdon_local, status, event, event_seq, old_status,
        old_document, changed)
    VALUES (NEW.id, NEW.num, NEW.createdon, NEW.createdon_local, NEW.status, coalesce(NEW.event, 'status'),
        NEW.event_seq, NULL, NULL, 1);
END;
CREATE TRIGGER orders_updated AFTER UPDATE ON orders
BEGIN
    INSERT INTO order_notes (order_id, num, createdon, createdon_local, status, event, event_seq, old_status,
        old_document, changed)
    VALUES (NEW.id, NEW.num, NEW.createdon, NEW.createdon_local, NEW.status, coalesce(NEW.event, 'status'),
        NEW.event_seq, OLD.status,
        OLD.document, NEW.status IS NOT OLD.status OR NEW.document IS NOT OLD.document OR NEW.num IS NOT OLD.num);
END;

-- What an accepted event changes in our own knowledge. Inserts and updates share it through a view that stores nothing
-- and the one trigger on it.
CREATE VIEW order_notes AS
    SELECT NULL AS order_id, NULL AS num, NULL AS createdon, NULL AS createdon_local, NULL AS status,
        NULL AS event, NULL AS event_seq,
        NULL AS old_status, NULL AS old_document, NULL AS changed
    WHERE 0;
CREATE TRIGGER order_noted INSTEAD OF INSERT ON order_notes
BEGIN
    -- The id belongs to another order now: what we knew is put away, and what waits for it is stopped.
    INSERT INTO archived_orders (order_id, incarnation, num, createdon, crm_state, crm_order_id, crm_order_number,
            crm_status, reason, document, archived_at)
        SELECT order_id, incarnation, num, createdon, crm_state, crm_order_id, crm_order_number,
            crm_status, reason, NEW.old_document, (SELECT now FROM present)
        FROM crm_orders
        WHERE order_id = NEW.order_id
            AND (NEW.num <> num OR NEW.createdon_local <> createdon_local
            OR (typeof(NEW.createdon) = typeof(createdon) AND NEW.createdon <> createdon
                AND NOT (typeof(NEW.createdon) = 'integer' AND abs(NEW.createdon - createdon) <= 93600000
                    AND (NEW.createdon - createdon) % 900000 = 0)))
        ON CONFLICT DO NOTHING;
    UPDATE jobs SET state = 'cancelled', reason = 'the shop has given the id of the order to another one',
        finished_at = (SELECT now FROM present)
    WHERE subject = 'order:' || NEW.order_id AND state IN ('scheduled', 'available') AND kind <> 'notify_manager'
        AND EXISTS (SELECT 1 FROM archived_orders JOIN crm_orders USING (order_id, incarnation)
            WHERE order_id = NEW.order_id);
    INSERT INTO order_events (order_id, incarnation, at, event, detail)
        SELECT order_id, incarnation, (SELECT now FROM present), 'archived', 'the shop has used the id again'
        FROM archived_orders JOIN crm_orders USING (order_id, incarnation) WHERE order_id = NEW.order_id;
    UPDATE crm_orders SET incarnation = incarnation + 1, num = NULL, createdon = NULL, createdon_local = NULL,
        crm_state = 'new',
        crm_order_id = NULL, crm_order_number = NULL, crm_status = NULL, created_event_at = NULL,
        status_since = NULL, send_requested_at = NULL, sending_job = NULL, sending_attempt = NULL,
        sending_worker = NULL, sending_at = NULL, sent_at = NULL, reason = NULL, failed_seq = NULL
    WHERE order_id = NEW.order_id
        AND EXISTS (SELECT 1 FROM archived_orders AS archived
            WHERE archived.order_id = crm_orders.order_id AND archived.incarnation = crm_orders.incarnation);

    INSERT INTO crm_orders (order_id) VALUES (NEW.order_id) ON CONFLICT DO NOTHING;
    -- A failed order that an event newer than its failure puts on the trigger status is sent again.
    UPDATE crm_orders SET crm_state = 'new', reason = NULL, failed_seq = NULL
    WHERE order_id = NEW.order_id AND crm_state = 'failed' AND NEW.event = 'status'
        AND (NEW.event_seq > coalesce(failed_seq, -1) OR NEW.status IS NOT NEW.old_status)
        AND EXISTS (SELECT 1 FROM settings WHERE key = 'frontpadapi_send_status' AND trim(value) <> ''
            AND trim(value) NOT GLOB '*[^0-9]*' AND NEW.status = CAST(trim(value) AS INTEGER));
    INSERT INTO order_events (order_id, incarnation, at, event, detail)
        SELECT NEW.order_id, incarnation, (SELECT now FROM present), NEW.event,
            CASE WHEN NEW.status IS NOT NULL THEN 'status ' || NEW.status END
        FROM crm_orders
        WHERE order_id = NEW.order_id
            AND (NEW.changed OR num IS NULL OR (NEW.event = 'created' AND created_event_at IS NULL));
    UPDATE crm_orders SET
        num = coalesce(NEW.num, num), createdon = coalesce(NEW.createdon, createdon),
        createdon_local = coalesce(NEW.createdon_local, createdon_local),
        created_event_at = CASE
            WHEN created_event_at IS NOT NULL THEN created_event_at
            WHEN NEW.event = 'created' THEN (SELECT now FROM present)
            -- An order of our time that no hook told of: its creation was missed.
            WHEN NEW.event = 'import' AND typeof(NEW.createdon) = 'integer'
                AND NEW.createdon >= (SELECT installed_at FROM installation) THEN (SELECT now FROM present)
            END,
        status_since = CASE WHEN status_since IS NULL OR NEW.status IS NOT NEW.old_status
            THEN (SELECT now FROM present) ELSE status_since END
    WHERE order_id = NEW.order_id;
END;

-- Inserts the job as soon as the rule holds. It uses ON CONFLICT DO NOTHING, because the conflict clause of the outer
-- statement would override OR IGNORE (https://sqlite.org/lang_createtrigger.html).
CREATE TRIGGER crm_orders_changed AFTER UPDATE ON crm_orders WHEN NEW.crm_state = 'new'
BEGIN
    INSERT INTO jobs (kind, queue, args, subject, max_attempts, scheduled_at, unique_key, inserted_at)
        SELECT kind, queue, args, subject, max_attempts, now, unique_key, now
        FROM send_jobs_due WHERE order_id = NEW.order_id
        ON CONFLICT DO NOTHING;
END;

-- While a row is here, the CRM refuses all requests of the account (a closed shift, a wrong secret …). One request at a
-- time probes whether that is over.
CREATE TABLE breakers (
    name TEXT PRIMARY KEY,
    -- The CRM's code.
    reason TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    last_refused_at INTEGER NOT NULL,
    -- The secret that was refused, as a hash: another secret closes the breaker.
    secret_hash TEXT NOT NULL
) STRICT;
