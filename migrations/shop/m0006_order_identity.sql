-- The rules of this file decide which order an event belongs to, what the event changes, and when an order is sent. The id and
-- the creation time together identify an order. If the shop uses an id again, the old order is archived. An archived order is
-- still sent if it waits, and late events still reach it.

DROP TRIGGER settings_inserted;
DROP TRIGGER settings_updated;
DROP TRIGGER orders_before_insert;
DROP TRIGGER orders_before_update;
DROP TRIGGER orders_inserted;
DROP TRIGGER orders_updated;
DROP TRIGGER order_noted;
DROP TRIGGER crm_orders_changed;
DROP TRIGGER crm_orders_reused;
DROP VIEW order_notes;
DROP VIEW send_jobs_due;
DROP VIEW orders_due;
DROP VIEW unconfirmed_orders;
DROP TABLE order_comparison;

-- The shop's data. Compared with the table before, it accepts two more events and stores the payment.
CREATE TABLE orders_6 (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    num TEXT,
    -- Seconds or milliseconds since 1970, or a text.
    createdon ANY,
    -- The creation time as the shop's clock showed it. The text has no time zone, so a wrong zone cannot change its meaning.
    createdon_local TEXT,
    status INTEGER,
    event TEXT CHECK (event IN ('created', 'status', 'changed', 'removed', 'import')),
    -- The id of the event in miniShop2's log. It shows which of two events is newer, so an older event never overrides a newer
    -- one.
    event_seq INTEGER,
    document TEXT,
    -- The id of the payment method. If frontpadapi_send_statuses names it, that setting gives the trigger status.
    payment TEXT
) STRICT;
INSERT INTO orders_6 (id, num, createdon, createdon_local, status, event, event_seq, document)
    SELECT id, num, createdon, createdon_local, status, event, event_seq, document FROM orders;
DROP TABLE orders;
ALTER TABLE orders_6 RENAME TO orders;

-- trigger_generation counts the changes of the settings that decide when an order is sent. The counter replaces the time
-- send_status_since, because a clock can be wrong.
ALTER TABLE installation ADD COLUMN send_statuses TEXT;
ALTER TABLE installation ADD COLUMN send_status_set_at INTEGER;
ALTER TABLE installation ADD COLUMN trigger_generation INTEGER NOT NULL DEFAULT 0;

-- The values of trigger_generation when the order got its present status in the shop, and when the order was created.
ALTER TABLE crm_orders ADD COLUMN status_generation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE crm_orders ADD COLUMN created_generation INTEGER NOT NULL DEFAULT 0;
-- The status that the order had in the shop before its last event, whoever had set it. It is NULL if the last event was not
-- `status`, or if a person had cancelled the order by command.
ALTER TABLE crm_orders ADD COLUMN left_status INTEGER;
-- The time when the order was cancelled, and the reason: `removed`, `status` or `command`. A cancelled order is not sent. If the
-- CRM has it, a person must cancel it there.
ALTER TABLE crm_orders ADD COLUMN cancelled_at INTEGER;
ALTER TABLE crm_orders ADD COLUMN cancel_reason TEXT;
-- The time when the manager was told to cancel the order in the CRM.
ALTER TABLE crm_orders ADD COLUMN cancel_told_at INTEGER;
UPDATE crm_orders SET
    status_generation = -(coalesce(status_since, 0) < (SELECT send_status_since FROM installation)),
    created_generation = -(coalesce(created_event_at, 0) < (SELECT send_status_since FROM installation))
WHERE crm_state IN ('new', 'failed') AND crm_state IN ('new', 'sending', 'in_doubt', 'failed')
    AND (SELECT send_status_since FROM installation) > 0;
CREATE INDEX crm_orders_num ON crm_orders (num);

-- An archived order has all columns that the order had in `orders` and in `crm_orders`.
ALTER TABLE archived_orders ADD COLUMN createdon_local TEXT;
ALTER TABLE archived_orders ADD COLUMN status INTEGER;
ALTER TABLE archived_orders ADD COLUMN event TEXT;
ALTER TABLE archived_orders ADD COLUMN event_seq INTEGER;
ALTER TABLE archived_orders ADD COLUMN payment TEXT;
ALTER TABLE archived_orders ADD COLUMN created_event_at INTEGER;
ALTER TABLE archived_orders ADD COLUMN created_generation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE archived_orders ADD COLUMN status_since INTEGER;
ALTER TABLE archived_orders ADD COLUMN status_generation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE archived_orders ADD COLUMN send_requested_at INTEGER;
ALTER TABLE archived_orders ADD COLUMN sending_job INTEGER;
ALTER TABLE archived_orders ADD COLUMN sending_attempt INTEGER;
ALTER TABLE archived_orders ADD COLUMN sending_worker TEXT;
ALTER TABLE archived_orders ADD COLUMN sending_at INTEGER;
ALTER TABLE archived_orders ADD COLUMN sent_at INTEGER;
ALTER TABLE archived_orders ADD COLUMN failed_seq INTEGER;
ALTER TABLE archived_orders ADD COLUMN crm_status_datetime TEXT;
ALTER TABLE archived_orders ADD COLUMN crm_status_at INTEGER;
ALTER TABLE archived_orders ADD COLUMN shop_status_set INTEGER;
ALTER TABLE archived_orders ADD COLUMN shop_status_set_at INTEGER;
ALTER TABLE archived_orders ADD COLUMN cancelled_at INTEGER;
ALTER TABLE archived_orders ADD COLUMN cancel_reason TEXT;
ALTER TABLE archived_orders ADD COLUMN cancel_told_at INTEGER;
-- Orders that were archived before this migration are not sent. Their jobs were cancelled at that time, and nobody expects them
-- in the kitchen any more.
UPDATE archived_orders SET crm_state = 'failed', reason = 'the shop used its id again before it was sent'
WHERE crm_state = 'new';
CREATE INDEX archived_orders_state ON archived_orders (crm_state)
    WHERE crm_state IN ('new', 'sending', 'in_doubt', 'failed');
CREATE INDEX archived_orders_crm_id ON archived_orders (crm_order_id) WHERE crm_order_id IS NOT NULL;
CREATE INDEX archived_orders_num ON archived_orders (num);

-- The version of an order document that the kitchen knows. It is the version that was sent. If the manager was told of a later
-- change, it is the version of that change.
CREATE TABLE sent_documents (
    order_id INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    document TEXT,
    PRIMARY KEY (order_id, incarnation)
) STRICT;

-- The last event of an order that was ignored because a newer event is known. If the shop's log begins again at 1, even new
-- events look older and are ignored.
CREATE TABLE ignored_events (
    order_id INTEGER PRIMARY KEY,
    incarnation INTEGER NOT NULL,
    at INTEGER NOT NULL,
    status INTEGER,
    event TEXT,
    event_seq INTEGER NOT NULL,
    document TEXT
) STRICT;

-- All orders, archived or not, together with the shop's data.
CREATE VIEW every_order AS
    SELECT c.order_id, c.incarnation, 0 AS is_archived, coalesce(o.num, c.num) AS num, c.createdon, c.createdon_local,
        o.status, o.event, o.event_seq, o.payment, o.document, c.crm_state, c.crm_order_id, c.crm_order_number,
        c.crm_status, c.crm_status_datetime, c.crm_status_at, c.reason, c.created_event_at, c.created_generation,
        c.status_since, c.status_generation, c.send_requested_at, c.sending_job, c.sending_attempt, c.sending_worker,
        c.sending_at, c.sent_at, c.failed_seq, c.shop_status_set, c.shop_status_set_at, c.cancelled_at,
        c.cancel_reason, c.cancel_told_at
    FROM crm_orders AS c LEFT JOIN orders AS o ON o.id = c.order_id
    UNION ALL
    SELECT order_id, incarnation, 1, num, createdon, createdon_local, status, event, event_seq, payment, document,
        crm_state, crm_order_id, crm_order_number, crm_status, crm_status_datetime, crm_status_at, reason,
        created_event_at, created_generation, status_since, status_generation, send_requested_at, sending_job,
        sending_attempt, sending_worker, sending_at, sent_at, failed_seq, shop_status_set, shop_status_set_at,
        cancelled_at, cancel_reason, cancel_told_at
    FROM archived_orders;

-- Orders that the CRM does not have. The second list of states repeats the condition of the partial index. SQLite uses the index
-- only with it, because SQLite does not see that the first list implies the second.
CREATE VIEW unsent_orders AS
    SELECT c.order_id, c.incarnation, c.crm_state, o.status, o.event, o.payment, c.createdon, c.created_event_at,
        c.created_generation, c.status_generation, c.send_requested_at, c.cancelled_at
    FROM crm_orders AS c JOIN orders AS o ON o.id = c.order_id
    WHERE c.crm_state IN ('new', 'failed') AND c.crm_state IN ('new', 'sending', 'in_doubt', 'failed')
    UNION ALL
    SELECT order_id, incarnation, crm_state, status, event, payment, createdon, created_event_at, created_generation,
        status_generation, send_requested_at, cancelled_at
    FROM archived_orders
    WHERE crm_state IN ('new', 'failed') AND crm_state IN ('new', 'sending', 'in_doubt', 'failed');

-- The settings that hold lists. White space is removed, and a comma stands before and after each element.
CREATE VIEW setting_lists AS
    SELECT key, ',' || replace(replace(replace(replace(value, ' ', ''), char(9), ''), char(13), ''), char(10), ',') || ','
        AS list
    FROM settings
    WHERE key IN ('frontpadapi_send_statuses', 'frontpadapi_cancel_statuses');

-- The next three tables hold the elements of these lists for the triggers. A statement that writes an order compiles all
-- triggers. Expressions that split the lists inside the triggers made that slow.
CREATE TABLE payment_triggers (
    payment TEXT PRIMARY KEY,
    -- The trigger status. It is empty if the order is sent when it is created.
    status TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- All statuses in payment_triggers. They apply to an order if its payment method is not known.
CREATE TABLE special_statuses (status INTEGER PRIMARY KEY) STRICT;
-- The statuses of the shop that cancel an order (frontpadapi_cancel_statuses).
CREATE TABLE cancel_statuses (status INTEGER PRIMARY KEY) STRICT;

CREATE VIEW list_elements AS
    WITH RECURSIVE elements (key, element, rest) AS (
        SELECT key, NULL, substr(list, 2) FROM setting_lists
        UNION ALL
        SELECT key, substr(rest, 1, instr(rest, ',') - 1), substr(rest, instr(rest, ',') + 1) FROM elements WHERE rest <> ''
    )
    SELECT key, element FROM elements WHERE element <> '';

CREATE VIEW list_settings AS SELECT NULL AS key WHERE 0;
CREATE TRIGGER list_settings_changed INSTEAD OF INSERT ON list_settings
BEGIN
    DELETE FROM payment_triggers;
    INSERT INTO payment_triggers (payment, status)
        SELECT substr(element, 1, instr(element, ':') - 1), substr(element, instr(element, ':') + 1)
        FROM list_elements WHERE key = 'frontpadapi_send_statuses' AND instr(element, ':') > 1
        ON CONFLICT DO NOTHING;
    DELETE FROM special_statuses;
    INSERT INTO special_statuses (status)
        SELECT CAST(status AS INTEGER) FROM payment_triggers WHERE status <> '' AND status NOT GLOB '*[^0-9]*'
        ON CONFLICT DO NOTHING;
    DELETE FROM cancel_statuses;
    INSERT INTO cancel_statuses (status)
        SELECT CAST(element AS INTEGER) FROM list_elements
        WHERE key = 'frontpadapi_cancel_statuses' AND element NOT GLOB '*[^0-9]*'
        ON CONFLICT DO NOTHING;
END;
INSERT INTO list_settings (key) VALUES (NULL);

CREATE TRIGGER list_setting_inserted AFTER INSERT ON settings
    WHEN NEW.key IN ('frontpadapi_send_statuses', 'frontpadapi_cancel_statuses')
BEGIN
    INSERT INTO list_settings (key) VALUES (NEW.key);
END;
CREATE TRIGGER list_setting_updated AFTER UPDATE ON settings
    WHEN NEW.key IN ('frontpadapi_send_statuses', 'frontpadapi_cancel_statuses')
BEGIN
    INSERT INTO list_settings (key) VALUES (NEW.key);
END;
CREATE TRIGGER list_setting_deleted AFTER DELETE ON settings
    WHEN OLD.key IN ('frontpadapi_send_statuses', 'frontpadapi_cancel_statuses')
BEGIN
    INSERT INTO list_settings (key) VALUES (OLD.key);
END;

-- The trigger status of each unsent order. It is NULL if the settings have not arrived yet, and '' if the order is sent when it
-- is created. If frontpadapi_send_statuses names the payment method of the order, that setting gives the status. If the payment
-- method is not known, the present status counts as the trigger status if it is in that list.
CREATE VIEW order_triggers AS
    SELECT unsent_orders.*, installation.trigger_generation, installation.installed_at,
        coalesce(special.status, CAST(possible.status AS TEXT), trim(usual.value)) AS trigger_status
    FROM unsent_orders
    JOIN installation
    LEFT JOIN settings AS usual ON usual.key = 'frontpadapi_send_status'
    LEFT JOIN payment_triggers AS special ON special.payment = unsent_orders.payment
    LEFT JOIN special_statuses AS possible
        ON unsent_orders.payment IS NULL AND possible.status = unsent_orders.status;

-- The reason why an unsent order must not be sent yet, or NULL if nothing prevents it. The triggers, the sweep and the commands
-- all use this one rule.
CREATE VIEW order_obstacles AS
    SELECT order_id, incarnation, crm_state, status, trigger_status,
        CASE
            WHEN send_requested_at IS NOT NULL THEN NULL
            WHEN cancelled_at IS NOT NULL THEN 'cancelled'
            WHEN trigger_status IS NULL THEN 'waits_for_settings'
            WHEN trigger_status = '' THEN
                -- The order is sent at its `created` event. A setting that changed later must not send it.
                iif(created_event_at IS NULL OR created_generation < trigger_generation, 'not_created_here', NULL)
            -- Without this line, CAST would turn 'abc' into 0, which is a real status.
            WHEN trigger_status GLOB '*[^0-9]*' THEN 'unusable_setting'
            WHEN status IS NOT CAST(trigger_status AS INTEGER) THEN 'waits_for_status'
            WHEN status_generation < trigger_generation THEN 'reached_status_before'
            -- An imported order is sent only if its creation time is known and is after the installation.
            WHEN event = 'import' AND NOT (typeof(createdon) = 'integer' AND createdon >= installed_at) THEN
                'made_before_installation'
        END AS obstacle
    FROM order_triggers;

CREATE VIEW orders_due AS
    SELECT order_id, incarnation FROM order_obstacles WHERE crm_state = 'new' AND obstacle IS NULL;

-- Orders that are not sent although they have, or had, their trigger status. The shop does not expect this.
CREATE VIEW orders_not_leaving AS
    SELECT order_id, incarnation, obstacle FROM order_obstacles
    WHERE crm_state = 'new' AND obstacle IN ('reached_status_before', 'made_before_installation')
    UNION ALL
    SELECT order_id, incarnation, 'older_event' FROM order_obstacles JOIN ignored_events USING (order_id, incarnation)
    WHERE crm_state = 'new' AND obstacle = 'waits_for_status'
        AND ignored_events.status = CAST(trigger_status AS INTEGER);

-- Unsent orders that were created before the restore. The original database may have sent them. Some of these orders arrive only
-- later, because the restored copy has lost them and the shop sends them again. The shop's times are in whole seconds, so the
-- comparison adds 999 milliseconds. If an order has no usable creation time, the time of its `created` event is used. If there
-- was no such event, the order counts as old.
CREATE VIEW unconfirmed_orders AS
    SELECT unsent.order_id, unsent.incarnation
    FROM unsent_orders AS unsent
    JOIN (SELECT max(noticed_at) AS at FROM restores) AS restored
    WHERE unsent.crm_state = 'new'
        AND coalesce(CASE WHEN typeof(unsent.createdon) = 'integer' THEN unsent.createdon END,
            unsent.created_event_at, 0) + 999 < restored.at
        AND NOT EXISTS (SELECT 1 FROM confirmed_orders AS confirmed
            WHERE confirmed.order_id = unsent.order_id AND confirmed.incarnation = unsent.incarnation);

-- The jobs that the due orders should have. After a restore, the job of an unconfirmed order waits in the queue `unconfirmed`,
-- which no worker serves.
CREATE VIEW send_jobs_due AS
    SELECT order_id, incarnation, 'send_order' AS kind,
        CASE WHEN EXISTS (SELECT 1 FROM unconfirmed_orders AS unconfirmed
                WHERE unconfirmed.order_id = orders_due.order_id
                    AND unconfirmed.incarnation = orders_due.incarnation)
            THEN 'unconfirmed' ELSE 'crm' END AS queue,
        '{"order":' || order_id || ',"incarnation":' || incarnation || '}' AS args,
        'order:' || order_id AS subject,
        'send_order:' || order_id || ':' || incarnation AS unique_key,
        -- A deadline limits how long an order waits, so the number of attempts is practically unlimited.
        10000 AS max_attempts, now
    FROM orders_due, present;

-- A change of the trigger status increases trigger_generation. If an order reached a status before that status became the
-- trigger status, the order is not sent because of it. The first values do not increase the counter, so orders that came before
-- the settings are sent. All settings of a new installation arrive within a minute, so a change of frontpadapi_send_statuses
-- within that minute does not increase the counter either.
CREATE VIEW trigger_settings AS
    SELECT trim(usual.value) AS send_status, trim(special.value) AS send_statuses
    FROM (SELECT 1)
    LEFT JOIN settings AS usual ON usual.key = 'frontpadapi_send_status'
    LEFT JOIN settings AS special ON special.key = 'frontpadapi_send_statuses';
UPDATE installation SET send_status_set_at = 0 WHERE send_status IS NOT NULL;
CREATE TRIGGER settings_inserted AFTER INSERT ON settings
    WHEN NEW.key IN ('frontpadapi_send_status', 'frontpadapi_send_statuses')
BEGIN
    INSERT INTO trigger_settings (send_status) VALUES (NULL);
END;
CREATE TRIGGER settings_updated AFTER UPDATE ON settings
    WHEN NEW.key IN ('frontpadapi_send_status', 'frontpadapi_send_statuses')
BEGIN
    INSERT INTO trigger_settings (send_status) VALUES (NULL);
END;
CREATE TRIGGER trigger_settings_changed INSTEAD OF INSERT ON trigger_settings
BEGIN
    UPDATE installation SET
        trigger_generation = trigger_generation + coalesce(
            (SELECT send_status <> installation.send_status FROM trigger_settings) IS 1
            OR (SELECT send_statuses IS NOT installation.send_statuses FROM trigger_settings)
                AND (SELECT now FROM present) - send_status_set_at NOT BETWEEN 0 AND 60000, 0),
        send_status_set_at = coalesce(send_status_set_at, (SELECT now FROM present));
    UPDATE installation SET
        send_status = coalesce((SELECT send_status FROM trigger_settings), send_status),
        send_statuses = (SELECT send_statuses FROM trigger_settings);
END;

-- This table decides whether an event is about a known order. It compares the last event with every order that has had the
-- event's id, with one row for each order. The values are stored in a table because triggers have no variables. The result is a
-- stored column, because otherwise every trigger that reads it would have to compile the whole rule again.
CREATE TABLE order_comparison (
    incarnation INTEGER PRIMARY KEY,
    -- The identity of the order as the last event reports it.
    num TEXT,
    createdon ANY,
    createdon_local TEXT,
    -- The identity of the known order. NULL means that a value is not known, and an unknown value contradicts nothing.
    known_num TEXT,
    known_createdon ANY,
    known_createdon_local TEXT,
    -- A creation time comes in one of two forms. A text without a zone is a time of the shop's clock. A text with a zone is a
    -- moment, and so is a number of seconds or milliseconds since 1970. The columns `clock` and `moment` hold these two forms in
    -- milliseconds since 1970.
    clock_text TEXT GENERATED ALWAYS AS (trim(coalesce(createdon_local,
        iif(typeof(createdon) = 'text', createdon, NULL)))) VIRTUAL,
    known_clock_text TEXT GENERATED ALWAYS AS (trim(coalesce(known_createdon_local,
        iif(typeof(known_createdon) = 'text', known_createdon, NULL)))) VIRTUAL,
    clock INTEGER GENERATED ALWAYS AS (CASE
        WHEN clock_text GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*' AND substr(clock_text, 20) NOT GLOB '*[-+Zz]*'
            THEN CAST(round((julianday(substr(clock_text, 1, 19)) - 2440587.5) * 86400000) AS INTEGER) END) VIRTUAL,
    known_clock INTEGER GENERATED ALWAYS AS (CASE
        WHEN known_clock_text GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*'
                AND substr(known_clock_text, 20) NOT GLOB '*[-+Zz]*'
            THEN CAST(round((julianday(substr(known_clock_text, 1, 19)) - 2440587.5) * 86400000) AS INTEGER)
        END) VIRTUAL,
    moment INTEGER GENERATED ALWAYS AS (CASE
        WHEN typeof(createdon) IN ('integer', 'real') OR (typeof(createdon) = 'text' AND trim(createdon) <> ''
                AND trim(createdon) NOT GLOB '*[^0-9]*') THEN
            iif(CAST(createdon AS INTEGER) <= 0, NULL, CAST(createdon AS INTEGER)
                * iif(CAST(createdon AS INTEGER) < 100000000000, 1000, 1))
        WHEN clock_text GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*' AND clock IS NULL
            THEN CAST(round((julianday(clock_text) - 2440587.5) * 86400000) AS INTEGER) END) VIRTUAL,
    known_moment INTEGER GENERATED ALWAYS AS (CASE
        WHEN typeof(known_createdon) IN ('integer', 'real') OR (typeof(known_createdon) = 'text'
                AND trim(known_createdon) <> '' AND trim(known_createdon) NOT GLOB '*[^0-9]*') THEN
            iif(CAST(known_createdon AS INTEGER) <= 0, NULL, CAST(known_createdon AS INTEGER)
                * iif(CAST(known_createdon AS INTEGER) < 100000000000, 1000, 1))
        WHEN known_clock_text GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*' AND known_clock IS NULL
            THEN CAST(round((julianday(known_clock_text) - 2440587.5) * 86400000) AS INTEGER) END) VIRTUAL,
    difference INTEGER GENERATED ALWAYS AS (abs(coalesce(clock, moment) - coalesce(known_clock, known_moment))) VIRTUAL,
    moments_differ_by INTEGER GENERATED ALWAYS AS (abs(moment - known_moment)) VIRTUAL,
    has_same_num INTEGER GENERATED ALWAYS AS (coalesce(trim(num) = trim(known_num), 1)) VIRTUAL,
    -- Two orders with the same id are the same order if their creation times differ by at most two seconds. A moment may have
    -- been computed with the wrong zone. If the order numbers do not contradict each other, moments may therefore also differ by
    -- a whole number of quarters of an hour, up to 26 hours.
    is_same INTEGER GENERATED ALWAYS AS (CASE
        WHEN clock IS NOT NULL AND known_clock IS NOT NULL THEN difference <= 2000
        WHEN moment IS NOT NULL AND known_moment IS NOT NULL THEN
            moments_differ_by <= 2000
            OR (has_same_num AND moments_differ_by <= 93602000 AND (moments_differ_by + 2000) % 900000 <= 4000)
        WHEN difference IS NOT NULL THEN has_same_num AND difference <= 93602000 AND (difference + 2000) % 900000 <= 4000
        ELSE 1
    END) STORED
) STRICT;

-- An insert into this view fills order_comparison. The view stores nothing. It exists so that several triggers can share one
-- statement.
CREATE VIEW order_arrivals AS SELECT NULL AS order_id, NULL AS num, NULL AS createdon, NULL AS createdon_local WHERE 0;
CREATE TRIGGER order_arrived INSTEAD OF INSERT ON order_arrivals
BEGIN
    DELETE FROM order_comparison;
    INSERT INTO order_comparison (incarnation, num, createdon, createdon_local, known_num, known_createdon,
            known_createdon_local)
        SELECT incarnation, NEW.num, NEW.createdon, NEW.createdon_local, num, createdon, createdon_local
        FROM crm_orders WHERE order_id = NEW.order_id
        UNION ALL
        SELECT incarnation, NEW.num, NEW.createdon, NEW.createdon_local, num, createdon, createdon_local
        FROM archived_orders WHERE order_id = NEW.order_id;
END;
-- The order that the last event is about. If several orders fit, the newest one counts. NULL means that the event is about a new
-- order.
CREATE VIEW order_of_event AS
    SELECT max(incarnation) AS incarnation FROM order_comparison WHERE is_same;

-- This trigger turns INSERT, REPLACE, UPSERT and OR IGNORE of a known order into an update, or into an event of an archived
-- order. Otherwise REPLACE would clear the columns that it does not name, and each of these statements could replace a newer
-- event with an older one. If the event is about the same order, columns that the writer does not name keep their values.
CREATE TRIGGER orders_before_insert BEFORE INSERT ON orders
    WHEN EXISTS (SELECT 1 FROM crm_orders WHERE order_id = NEW.id)
BEGIN
    -- If the row brings nothing new, nothing is written. A repeated hook then does not wait for the disk.
    SELECT RAISE(IGNORE) FROM orders
    WHERE id = NEW.id AND num IS coalesce(NEW.num, num) AND createdon IS coalesce(NEW.createdon, createdon)
        AND createdon_local IS coalesce(NEW.createdon_local, createdon_local)
        AND status IS coalesce(NEW.status, status) AND event IS coalesce(NEW.event, 'status')
        AND event_seq IS coalesce(NEW.event_seq, event_seq) AND document IS coalesce(NEW.document, document)
        AND payment IS coalesce(NEW.payment, payment);
    INSERT INTO order_arrivals (order_id, num, createdon, createdon_local)
        VALUES (NEW.id, NEW.num, NEW.createdon, NEW.createdon_local);
    INSERT INTO archived_order_notes (order_id, num, status, event, event_seq, payment, document)
        SELECT NEW.id, NEW.num, NEW.status, coalesce(NEW.event, 'status'), NEW.event_seq, NEW.payment, NEW.document
        FROM crm_orders, order_of_event
        WHERE crm_orders.order_id = NEW.id AND order_of_event.incarnation < crm_orders.incarnation;
    SELECT RAISE(IGNORE) FROM crm_orders, order_of_event
    WHERE crm_orders.order_id = NEW.id AND order_of_event.incarnation < crm_orders.incarnation;
    UPDATE orders SET
        num = coalesce(NEW.num, iif(same.incarnation IS NULL, NULL, orders.num)),
        createdon = coalesce(NEW.createdon, iif(same.incarnation IS NULL, NULL, orders.createdon)),
        createdon_local = coalesce(NEW.createdon_local, iif(same.incarnation IS NULL, NULL, orders.createdon_local)),
        -- A late `created` event does not change a known status or a known event_seq.
        status = iif(same.incarnation IS NOT NULL AND NEW.event = 'created', coalesce(status, NEW.status),
            coalesce(NEW.status, iif(same.incarnation IS NULL, NULL, status))),
        event = coalesce(NEW.event, 'status'),
        event_seq = iif(same.incarnation IS NOT NULL AND NEW.event = 'created', coalesce(event_seq, NEW.event_seq),
            coalesce(NEW.event_seq, iif(same.incarnation IS NULL, NULL, event_seq))),
        document = coalesce(NEW.document, iif(same.incarnation IS NULL, NULL, document)),
        payment = coalesce(NEW.payment, iif(same.incarnation IS NULL, NULL, payment))
    FROM order_of_event AS same
    WHERE orders.id = NEW.id;
    -- If the row of the order was pruned, nothing is ignored here and the insert continues.
    SELECT RAISE(IGNORE) FROM orders WHERE id = NEW.id;
END;

CREATE TRIGGER orders_before_update BEFORE UPDATE ON orders
BEGIN
    SELECT RAISE(ABORT, 'the id of an order never changes: insert the order under its own id')
    WHERE NEW.id <> OLD.id;
    INSERT INTO order_arrivals (order_id, num, createdon, createdon_local)
        VALUES (NEW.id, NEW.num, NEW.createdon, NEW.createdon_local);
    INSERT INTO archived_order_notes (order_id, num, status, event, event_seq, payment, document)
        SELECT NEW.id, NEW.num, NEW.status, coalesce(NEW.event, 'status'), NEW.event_seq, NEW.payment, NEW.document
        FROM crm_orders, order_of_event
        WHERE crm_orders.order_id = NEW.id AND order_of_event.incarnation < crm_orders.incarnation;
    SELECT RAISE(IGNORE) FROM crm_orders, order_of_event
    WHERE crm_orders.order_id = NEW.id AND order_of_event.incarnation < crm_orders.incarnation;
    -- An older event of the same order changes nothing, with one exception: a late `created` event still sets created_event_at.
    -- A `created` event is older than every other event, because the shop's log is still empty when it happens.
    UPDATE crm_orders SET created_event_at = (SELECT now FROM present),
        created_generation = (SELECT trigger_generation FROM installation)
    WHERE order_id = NEW.id AND NEW.event = 'created' AND created_event_at IS NULL
        AND (SELECT incarnation FROM order_of_event) IS NOT NULL
        AND (NEW.event_seq < OLD.event_seq OR OLD.event NOT IN ('created', 'import'));
    INSERT INTO ignored_events (order_id, incarnation, at, status, event, event_seq, document)
        SELECT NEW.id, crm_orders.incarnation, now, NEW.status, NEW.event, NEW.event_seq, NEW.document
        FROM crm_orders, present, order_of_event AS same
        WHERE order_id = NEW.id AND same.incarnation IS NOT NULL AND NEW.event_seq < OLD.event_seq
            AND NEW.event <> 'created' AND crm_orders.crm_state = 'new' AND NEW.status IS NOT OLD.status
        ON CONFLICT (order_id) DO UPDATE SET incarnation = excluded.incarnation, at = excluded.at,
            status = excluded.status, event = excluded.event, event_seq = excluded.event_seq,
            document = excluded.document;
    SELECT RAISE(IGNORE) FROM order_of_event AS same
    WHERE same.incarnation IS NOT NULL
        AND (NEW.event_seq < OLD.event_seq
            OR (NEW.event = 'created' AND OLD.event NOT IN ('created', 'import') AND OLD.document IS NOT NULL));
END;

CREATE TRIGGER orders_inserted AFTER INSERT ON orders
BEGIN
    INSERT INTO order_notes (order_id, num, createdon, createdon_local, status, event, event_seq, is_changed)
    VALUES (NEW.id, NEW.num, NEW.createdon, NEW.createdon_local, NEW.status, coalesce(NEW.event, 'status'),
        NEW.event_seq, 1);
END;
CREATE TRIGGER orders_updated AFTER UPDATE ON orders
BEGIN
    INSERT INTO order_notes (order_id, num, createdon, createdon_local, status, event, event_seq, old_status, old_event,
        old_event_seq, old_payment, old_document, is_changed, is_edited)
    VALUES (NEW.id, NEW.num, NEW.createdon, NEW.createdon_local, NEW.status, coalesce(NEW.event, 'status'),
        NEW.event_seq, OLD.status, OLD.event, OLD.event_seq, OLD.payment, OLD.document,
        NEW.status IS NOT OLD.status OR NEW.document IS NOT OLD.document OR NEW.num IS NOT OLD.num
            OR NEW.event IN ('removed', 'changed'),
        NEW.document IS NOT OLD.document);
END;

-- The trigger on this view updates our own tables after an accepted event. The view stores nothing. It exists so that inserts
-- and updates can share one trigger.
CREATE VIEW order_notes AS
    SELECT NULL AS order_id, NULL AS num, NULL AS createdon, NULL AS createdon_local, NULL AS status,
        NULL AS event, NULL AS event_seq, NULL AS old_status, NULL AS old_event, NULL AS old_event_seq,
        NULL AS old_payment, NULL AS old_document, NULL AS is_changed, NULL AS is_edited
    WHERE 0;
CREATE TRIGGER order_noted INSTEAD OF INSERT ON order_notes
BEGIN
    -- If the id belongs to another order now, the old order is archived.
    INSERT INTO archived_orders (order_id, incarnation, num, createdon, createdon_local, status, event, event_seq,
            payment, document, crm_state, crm_order_id, crm_order_number, crm_status, crm_status_datetime, crm_status_at,
            reason, created_event_at, created_generation, status_since, status_generation, send_requested_at, sending_job,
            sending_attempt, sending_worker, sending_at, sent_at, failed_seq, shop_status_set, shop_status_set_at,
            cancelled_at, cancel_reason, cancel_told_at, archived_at)
        SELECT order_id, incarnation, num, createdon, createdon_local, NEW.old_status, NEW.old_event, NEW.old_event_seq,
            NEW.old_payment, NEW.old_document, crm_state, crm_order_id, crm_order_number, crm_status,
            crm_status_datetime, crm_status_at, reason, created_event_at, created_generation, status_since,
            status_generation, send_requested_at, sending_job, sending_attempt, sending_worker, sending_at, sent_at,
            failed_seq, shop_status_set, shop_status_set_at, cancelled_at, cancel_reason, cancel_told_at,
            (SELECT now FROM present)
        FROM crm_orders
        WHERE order_id = NEW.order_id AND (SELECT incarnation FROM order_of_event) IS NULL
        ON CONFLICT DO NOTHING;
    -- The shop no longer has the archived order, so its jobs that would change or poll it are cancelled.
    UPDATE jobs SET state = 'cancelled', reason = 'the shop has given the id of the order to another one',
        finished_at = (SELECT now FROM present)
    WHERE subject = 'order:' || NEW.order_id AND state IN ('scheduled', 'available')
        AND kind IN ('update_shop', 'poll_status')
        AND EXISTS (SELECT 1 FROM archived_orders JOIN crm_orders USING (order_id, incarnation)
            WHERE order_id = NEW.order_id);
    INSERT INTO order_events (order_id, incarnation, at, event, detail)
        SELECT order_id, incarnation, (SELECT now FROM present), 'archived', 'the shop has used the id again'
        FROM archived_orders JOIN crm_orders USING (order_id, incarnation) WHERE order_id = NEW.order_id;
    UPDATE crm_orders SET incarnation = incarnation + 1, num = NULL, createdon = NULL, createdon_local = NULL,
        crm_state = 'new', crm_order_id = NULL, crm_order_number = NULL, crm_status = NULL, crm_status_datetime = NULL,
        crm_status_at = NULL, created_event_at = NULL, created_generation = 0, status_since = NULL,
        status_generation = 0, send_requested_at = NULL, sending_job = NULL, sending_attempt = NULL,
        sending_worker = NULL, sending_at = NULL, sent_at = NULL, reason = NULL, failed_seq = NULL,
        shop_status_set = NULL, shop_status_set_at = NULL, left_status = NULL, cancelled_at = NULL,
        cancel_reason = NULL, cancel_told_at = NULL
    WHERE order_id = NEW.order_id
        AND EXISTS (SELECT 1 FROM archived_orders AS archived
            WHERE archived.order_id = crm_orders.order_id AND archived.incarnation = crm_orders.incarnation);

    INSERT INTO crm_orders (order_id) VALUES (NEW.order_id) ON CONFLICT DO NOTHING;
    INSERT INTO order_events (order_id, incarnation, at, event, detail)
        SELECT NEW.order_id, incarnation, (SELECT now FROM present), NEW.event,
            CASE WHEN NEW.status IS NOT NULL THEN 'status ' || NEW.status END
        FROM crm_orders
        WHERE order_id = NEW.order_id
            AND (NEW.is_changed OR num IS NULL OR (NEW.event = 'created' AND created_event_at IS NULL));
    UPDATE crm_orders SET
        num = coalesce(trim(NEW.num), num),
        -- The first known creation time stays. Otherwise many small differences could add up to a large one.
        createdon = CASE WHEN typeof(createdon) = 'integer' THEN createdon
            WHEN typeof(NEW.createdon) = 'integer' AND NEW.createdon BETWEEN 1 AND 99999999999 THEN NEW.createdon * 1000
            ELSE coalesce(NEW.createdon, createdon) END,
        createdon_local = coalesce(createdon_local, NEW.createdon_local),
        created_event_at = CASE
            WHEN created_event_at IS NOT NULL THEN created_event_at
            WHEN NEW.event = 'created' THEN (SELECT now FROM present)
            -- The order was created after the installation, but no hook reported its creation. The import takes the place of the
            -- missed event.
            WHEN NEW.event = 'import' AND typeof(NEW.createdon) = 'integer'
                AND NEW.createdon >= (SELECT installed_at FROM installation) THEN (SELECT now FROM present)
            END,
        created_generation = iif(created_event_at IS NULL, (SELECT trigger_generation FROM installation),
            created_generation),
        status_since = iif(status_since IS NULL OR NEW.status IS NOT NEW.old_status
                OR (NEW.event = 'status' AND shop_status_set_at >= status_since AND NEW.status IS NOT shop_status_set),
            (SELECT now FROM present), status_since),
        status_generation = iif(status_since IS NULL OR NEW.status IS NOT NEW.old_status,
            (SELECT trigger_generation FROM installation), status_generation),
        -- The shop does not report the changes that we make ourselves, so our own last change counts too. A person may have
        -- cancelled the order by command after entering it in the CRM by hand. Then a change of its status must not send it.
        left_status = CASE WHEN NEW.event = 'status' AND cancel_reason IS NOT 'command'
            THEN iif(shop_status_set_at >= coalesce(status_since, 0), shop_status_set, NEW.old_status) END,
        cancelled_at = CASE
            WHEN NEW.event = 'removed' OR NEW.status IN (SELECT status FROM cancel_statuses)
                THEN coalesce(cancelled_at, (SELECT now FROM present))
            WHEN NEW.status IS NEW.old_status THEN cancelled_at
            END,
        cancel_reason = CASE
            WHEN NEW.event = 'removed' THEN 'removed'
            WHEN NEW.status IN (SELECT status FROM cancel_statuses) THEN 'status'
            WHEN NEW.status IS NEW.old_status THEN cancel_reason
            END
    WHERE order_id = NEW.order_id;
    -- A failed order is sent again if a newer event gives it the trigger status. If orders are sent when they are created, a
    -- failed order is sent again if a newer event moves it from the error status to another status. After three failures in one
    -- hour, the order waits for a person. Without this limit, an order would be sent for ever if the error status is also the
    -- trigger status.
    UPDATE crm_orders SET crm_state = 'new', reason = NULL, failed_seq = NULL
    WHERE order_id = NEW.order_id AND crm_state = 'failed' AND NEW.event = 'status'
        AND (NEW.event_seq > coalesce(failed_seq, -1) OR NEW.status IS NOT NEW.old_status)
        AND EXISTS (SELECT 1 FROM order_obstacles AS standing
            WHERE standing.order_id = NEW.order_id AND standing.incarnation = crm_orders.incarnation
                AND standing.obstacle IS NULL
                AND (standing.trigger_status <> ''
                    OR (crm_orders.left_status IS NOT NEW.status
                        AND crm_orders.left_status = (SELECT CAST(trim(value) AS INTEGER) FROM settings
                            WHERE key = 'frontpadapi_error_status' AND trim(value) <> ''
                                AND trim(value) NOT GLOB '*[^0-9]*'))))
        AND (SELECT count(*) FROM order_events AS failure
            WHERE failure.order_id = NEW.order_id AND failure.incarnation = crm_orders.incarnation
                AND failure.event = 'failed' AND failure.at > (SELECT now FROM present) - 3600000) < 3;
    INSERT INTO change_reports (order_id, incarnation)
        SELECT order_id, incarnation FROM crm_orders
        WHERE order_id = NEW.order_id AND NEW.is_edited AND crm_state IN ('sending', 'sent', 'in_doubt');
END;

-- A late event of an archived order changes only that order.
CREATE VIEW archived_order_notes AS
    SELECT NULL AS order_id, NULL AS num, NULL AS status, NULL AS event, NULL AS event_seq, NULL AS payment,
        NULL AS document
    WHERE 0;
CREATE TRIGGER archived_order_noted INSTEAD OF INSERT ON archived_order_notes
BEGIN
    UPDATE archived_orders SET created_event_at = (SELECT now FROM present),
        created_generation = (SELECT trigger_generation FROM installation)
    WHERE order_id = NEW.order_id AND incarnation = (SELECT incarnation FROM order_of_event)
        AND NEW.event = 'created' AND created_event_at IS NULL;
    INSERT INTO order_events (order_id, incarnation, at, event, detail)
        SELECT order_id, incarnation, (SELECT now FROM present), NEW.event,
            CASE WHEN NEW.status IS NOT NULL THEN 'status ' || NEW.status END
        FROM archived_orders
        WHERE order_id = NEW.order_id AND incarnation = (SELECT incarnation FROM order_of_event)
            AND (status IS NOT coalesce(NEW.status, status) OR document IS NOT coalesce(NEW.document, document));
    INSERT INTO change_reports (order_id, incarnation)
        SELECT order_id, incarnation FROM archived_orders
        WHERE order_id = NEW.order_id AND incarnation = (SELECT incarnation FROM order_of_event)
            AND crm_state IN ('sending', 'sent', 'in_doubt') AND document IS NOT coalesce(NEW.document, document)
            AND (NEW.event_seq < event_seq) IS NOT 1
            AND (NEW.event = 'created' AND event NOT IN ('created', 'import')) IS NOT 1;
    UPDATE archived_orders SET
        num = coalesce(trim(NEW.num), num),
        status = coalesce(NEW.status, status), event = NEW.event, event_seq = coalesce(NEW.event_seq, event_seq),
        payment = coalesce(NEW.payment, payment), document = coalesce(NEW.document, document),
        status_since = iif(NEW.status IS NULL OR NEW.status IS status, status_since, (SELECT now FROM present)),
        status_generation = iif(NEW.status IS NULL OR NEW.status IS status, status_generation,
            (SELECT trigger_generation FROM installation)),
        cancelled_at = CASE
            WHEN NEW.event = 'removed' OR NEW.status IN (SELECT status FROM cancel_statuses)
                THEN coalesce(cancelled_at, (SELECT now FROM present))
            WHEN NEW.status IS NULL OR NEW.status IS status THEN cancelled_at
            END,
        cancel_reason = CASE
            WHEN NEW.event = 'removed' THEN 'removed'
            WHEN NEW.status IN (SELECT status FROM cancel_statuses) THEN 'status'
            WHEN NEW.status IS NULL OR NEW.status IS status THEN cancel_reason
            END
    WHERE order_id = NEW.order_id AND incarnation = (SELECT incarnation FROM order_of_event)
        AND (NEW.event_seq < event_seq) IS NOT 1
        AND (NEW.event = 'created' AND event NOT IN ('created', 'import')) IS NOT 1;
END;

-- Inserts the job as soon as the order is due. The trigger uses ON CONFLICT DO NOTHING, because the conflict clause of the outer
-- statement would override OR IGNORE (https://sqlite.org/lang_createtrigger.html).
CREATE TRIGGER crm_orders_changed AFTER UPDATE ON crm_orders WHEN NEW.crm_state = 'new'
BEGIN
    INSERT INTO jobs (kind, queue, args, subject, max_attempts, scheduled_at, unique_key, inserted_at)
        SELECT kind, queue, args, subject, max_attempts, now, unique_key, now
        FROM send_jobs_due WHERE order_id = NEW.order_id AND incarnation = NEW.incarnation
        ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER archived_orders_changed AFTER UPDATE ON archived_orders WHEN NEW.crm_state = 'new'
BEGIN
    INSERT INTO jobs (kind, queue, args, subject, max_attempts, scheduled_at, unique_key, inserted_at)
        SELECT kind, queue, args, subject, max_attempts, now, unique_key, now
        FROM send_jobs_due WHERE order_id = NEW.order_id AND incarnation = NEW.incarnation
        ON CONFLICT DO NOTHING;
END;

-- An insert into this view inserts the job that tells the manager about a change. It is used for orders that the CRM has or may
-- have.
CREATE VIEW change_reports AS SELECT NULL AS order_id, NULL AS incarnation WHERE 0;
CREATE TRIGGER change_reported INSTEAD OF INSERT ON change_reports
BEGIN
    INSERT INTO jobs (kind, queue, args, subject, max_attempts, scheduled_at, unique_key, inserted_at)
        SELECT 'report_change', 'events', '{"order":' || NEW.order_id || ',"incarnation":' || NEW.incarnation || '}',
            'order:' || NEW.order_id, 1000, now, 'report_change:' || NEW.order_id || ':' || NEW.incarnation, now
        FROM present WHERE true
        ON CONFLICT DO NOTHING;
END;

-- A cancelled order is not sent. If the CRM has it or may have it, only a person can cancel it there, so the manager gets a
-- message.
CREATE VIEW order_cancellations AS
    SELECT NULL AS order_id, NULL AS incarnation, NULL AS reason, NULL AS crm_state WHERE 0;
CREATE TRIGGER order_cancelled INSTEAD OF INSERT ON order_cancellations
BEGIN
    INSERT INTO order_events (order_id, incarnation, at, event, detail)
        SELECT NEW.order_id, NEW.incarnation, now, 'cancelled', NEW.reason FROM present;
    -- An order that is being sent keeps its job. The job finds out what became of the request, even if its worker has died.
    UPDATE jobs SET state = 'cancelled', reason = 'the order was cancelled in the shop',
        finished_at = (SELECT now FROM present)
    WHERE unique_key = 'send_order:' || NEW.order_id || ':' || NEW.incarnation AND state IN ('scheduled', 'available')
        AND NEW.crm_state <> 'sending';
    -- A running job ends without help. Its key is renamed, so the job does not run again. If the order becomes due again, a new
    -- job can use the old key.
    UPDATE jobs SET unique_key = unique_key || ':withdrawn:' || id
    WHERE unique_key = 'send_order:' || NEW.order_id || ':' || NEW.incarnation AND state = 'running'
        AND NEW.crm_state <> 'sending';
    INSERT INTO change_reports (order_id, incarnation)
        SELECT NEW.order_id, NEW.incarnation WHERE NEW.crm_state IN ('sending', 'sent', 'in_doubt');
END;
CREATE TRIGGER crm_orders_cancelled AFTER UPDATE OF cancelled_at ON crm_orders
    WHEN NEW.cancelled_at IS NOT NULL AND OLD.cancelled_at IS NULL
BEGIN
    UPDATE crm_orders SET send_requested_at = NULL WHERE order_id = NEW.order_id AND send_requested_at IS NOT NULL;
    INSERT INTO order_cancellations (order_id, incarnation, reason, crm_state)
        VALUES (NEW.order_id, NEW.incarnation, NEW.cancel_reason, NEW.crm_state);
END;
CREATE TRIGGER crm_orders_uncancelled AFTER UPDATE OF cancelled_at ON crm_orders
    WHEN NEW.cancelled_at IS NULL AND OLD.cancelled_at IS NOT NULL AND NEW.incarnation = OLD.incarnation
        AND NEW.cancel_told_at IS NOT NULL
BEGIN
    INSERT INTO change_reports (order_id, incarnation) VALUES (NEW.order_id, NEW.incarnation);
END;
CREATE TRIGGER archived_orders_cancelled AFTER UPDATE OF cancelled_at ON archived_orders
    WHEN NEW.cancelled_at IS NOT NULL AND OLD.cancelled_at IS NULL
BEGIN
    UPDATE archived_orders SET send_requested_at = NULL
    WHERE order_id = NEW.order_id AND incarnation = NEW.incarnation AND send_requested_at IS NOT NULL;
    INSERT INTO order_cancellations (order_id, incarnation, reason, crm_state)
        VALUES (NEW.order_id, NEW.incarnation, NEW.cancel_reason, NEW.crm_state);
END;
