-- The rule «is this the same order?» is in one place: a generated column of order_comparison. The triggers store the
-- values to compare there, then read is_same.

-- One row, because triggers have no variables: the last two orders that were compared.
CREATE TABLE order_comparison (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    -- What a writer says now.
    num TEXT,
    createdon ANY,
    createdon_local TEXT,
    -- What was known of the order with that id. NULL: not known, which contradicts nothing.
    known_num TEXT,
    known_createdon ANY,
    known_createdon_local TEXT,
    -- Another order has another number or was made at another time. Milliseconds that differ by whole quarters of an
    -- hour, and by no more than clocks of the world do (26 hours), are the same time read in another zone.
    is_same INTEGER NOT NULL GENERATED ALWAYS AS (NOT coalesce(
        num <> known_num
        OR createdon_local <> known_createdon_local
        OR (typeof(createdon) = typeof(known_createdon) AND createdon <> known_createdon
            AND NOT (typeof(createdon) = 'integer' AND abs(createdon - known_createdon) <= 93600000
                AND (createdon - known_createdon) % 900000 = 0)),
        0)) VIRTUAL
) STRICT;
INSERT INTO order_comparison (id) VALUES (1);

-- INSERT, REPLACE, UPSERT and OR IGNORE of a known order all become this update. REPLACE would clear the columns that
-- it does not name, and none of them may replace a newer event with an older one. Columns that the writer does not name
-- keep their values if it is the same order.
DROP TRIGGER orders_before_insert;
CREATE TRIGGER orders_before_insert BEFORE INSERT ON orders WHEN EXISTS (SELECT 1 FROM orders WHERE id = NEW.id)
BEGIN
    UPDATE order_comparison SET
        num = NEW.num, createdon = NEW.createdon, createdon_local = NEW.createdon_local,
        known_num = orders.num, known_createdon = orders.createdon, known_createdon_local = orders.createdon_local
    FROM orders WHERE orders.id = NEW.id;
    UPDATE orders SET
        num = coalesce(NEW.num, iif(is_same, orders.num, NULL)),
        createdon = coalesce(NEW.createdon, iif(is_same, orders.createdon, NULL)),
        createdon_local = coalesce(NEW.createdon_local, iif(is_same, orders.createdon_local, NULL)),
        status = coalesce(NEW.status, iif(is_same, status, NULL)),
        event = coalesce(NEW.event, 'status'),
        event_seq = coalesce(NEW.event_seq, iif(is_same, event_seq, NULL)),
        document = coalesce(NEW.document, iif(is_same, document, NULL))
    FROM order_comparison
    WHERE orders.id = NEW.id;
    SELECT RAISE(IGNORE);
END;

-- An older event of the same order changes nothing, except that it can show that we saw the order being created.
DROP TRIGGER orders_before_update;
CREATE TRIGGER orders_before_update BEFORE UPDATE ON orders WHEN NEW.event_seq < OLD.event_seq
BEGIN
    UPDATE order_comparison SET
        num = NEW.num, createdon = NEW.createdon, createdon_local = NEW.createdon_local,
        known_num = OLD.num, known_createdon = OLD.createdon, known_createdon_local = OLD.createdon_local;
    UPDATE crm_orders SET created_event_at = (SELECT now FROM present)
    WHERE order_id = NEW.id AND NEW.event = 'created' AND created_event_at IS NULL
        AND (SELECT is_same FROM order_comparison);
    SELECT RAISE(IGNORE) FROM order_comparison WHERE is_same;
END;

-- What an accepted event changes in our own knowledge: as before, with the rule above.
DROP TRIGGER order_noted;
CREATE TRIGGER order_noted INSTEAD OF INSERT ON order_notes
BEGIN
    -- A new order is compared with nothing, and the page of order_comparison stays as it is.
    UPDATE order_comparison SET
        num = NEW.num, createdon = NEW.createdon, createdon_local = NEW.createdon_local,
        known_num = crm_orders.num, known_createdon = crm_orders.createdon,
        known_createdon_local = crm_orders.createdon_local
    FROM crm_orders WHERE crm_orders.order_id = NEW.order_id;
    -- The id belongs to another order now: what we knew is put away, and what waits for it is stopped.
    INSERT INTO archived_orders (order_id, incarnation, num, createdon, crm_state, crm_order_id, crm_order_number,
            crm_status, reason, document, archived_at)
        SELECT order_id, incarnation, num, createdon, crm_state, crm_order_id, crm_order_number,
            crm_status, reason, NEW.old_document, (SELECT now FROM present)
        FROM crm_orders
        WHERE order_id = NEW.order_id AND NOT (SELECT is_same FROM order_comparison)
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
