-- A database of schema shop 4 with six orders, as sqlite3 dumps it.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE schema_migrations (
    series TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, applied_at INTEGER NOT NULL,
    PRIMARY KEY (series, version)
) STRICT, WITHOUT ROWID;
INSERT INTO schema_migrations VALUES('queue',1,'m0001_jobs',1795794875333);
INSERT INTO schema_migrations VALUES('queue',2,'m0002_control',1795794875333);
INSERT INTO schema_migrations VALUES('shop',1,'m0001_intake',1795794875333);
INSERT INTO schema_migrations VALUES('shop',2,'m0002_crm_events',1795794875333);
INSERT INTO schema_migrations VALUES('shop',3,'m0003_generation',1795794875333);
INSERT INTO schema_migrations VALUES('shop',4,'m0004_articles',1795794875333);
CREATE TABLE jobs (
    -- AUTOINCREMENT: an id is never used again, because attempts, logs and people refer to it.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind <> ''),
    queue TEXT NOT NULL CHECK (queue <> ''),
    -- A JSON object that the handler of the kind understands.
    args TEXT NOT NULL DEFAULT '{}',
    -- What the job is about, in the words of its program, such as 'report:5': for looking it up.
    subject TEXT,
    state TEXT NOT NULL DEFAULT 'available'
        CHECK (state IN ('scheduled', 'available', 'running', 'completed', 'discarded', 'cancelled')),
    -- Smaller goes first.
    priority INTEGER NOT NULL DEFAULT 0,
    -- Counted at claim, never down: (id, worker, attempt) names one claim for ever.
    attempt INTEGER NOT NULL DEFAULT 0,
    -- A snooze or a job given back adds one, so that it spends nothing.
    max_attempts INTEGER NOT NULL DEFAULT 20 CHECK (max_attempts > 0),
    -- How many attempts ended with the death of their worker.
    lost_attempts INTEGER NOT NULL DEFAULT 0,
    scheduled_at INTEGER NOT NULL,
    unique_key TEXT,
    -- Who has claimed it; NULL unless running.
    worker TEXT,
    -- Why it waits or ended, in words.
    reason TEXT,
    inserted_at INTEGER NOT NULL,
    finished_at INTEGER
, progress TEXT, cancel_reason TEXT) STRICT;
INSERT INTO jobs VALUES(1,'send_order','crm','{"order":1,"incarnation":1}','order:1','completed',0,0,10000,0,1795794878728,'send_order:1:1',NULL,NULL,1795794878728,1795794878728,NULL,NULL);
INSERT INTO jobs VALUES(2,'send_order','crm','{"order":2,"incarnation":1}','order:2','discarded',0,0,10000,0,1795794878728,'send_order:2:1',NULL,'no such article',1795794878728,1795794878728,NULL,NULL);
INSERT INTO jobs VALUES(3,'send_order','crm','{"order":4,"incarnation":1}','order:4','completed',0,0,10000,0,1795794878728,'send_order:4:1',NULL,NULL,1795794878728,1795794878728,NULL,NULL);
INSERT INTO jobs VALUES(4,'send_order','crm','{"order":6,"incarnation":1}','order:6','completed',0,0,10000,0,1795794878728,'send_order:6:1',NULL,NULL,1795794878728,1795794878728,NULL,NULL);
INSERT INTO jobs VALUES(5,'send_order','crm','{"order":5,"incarnation":1}','order:5','available',0,0,10000,0,1795794880572,'send_order:5:1',NULL,NULL,1795794880572,NULL,NULL,NULL);
CREATE TABLE attempts (
    job_id INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    attempt INTEGER NOT NULL,
    worker TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    -- NULL while it runs.
    outcome TEXT CHECK (outcome IN ('completed', 'retried', 'snoozed', 'discarded', 'cancelled', 'lost', 'given_back')),
    error TEXT,
    PRIMARY KEY (job_id, attempt)
) STRICT, WITHOUT ROWID;
CREATE TABLE workers (
    id TEXT PRIMARY KEY,
    pid INTEGER NOT NULL,
    host TEXT NOT NULL,
    -- A counter, not a time: others watch it move by their own clocks.
    heartbeat INTEGER NOT NULL DEFAULT 0,
    heartbeat_at INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    concurrency INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE budgets (
    name TEXT NOT NULL,
    window INTEGER NOT NULL CHECK (window > 0),
    allowance INTEGER NOT NULL CHECK (allowance >= 0), reserve INTEGER NOT NULL DEFAULT 0 CHECK (reserve >= 0), reserve_priority INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (name, window)
) STRICT, WITHOUT ROWID;
CREATE TABLE budget_uses (
    id INTEGER PRIMARY KEY,
    budget TEXT NOT NULL,
    job_id INTEGER,
    attempt INTEGER,
    spent INTEGER NOT NULL DEFAULT 0 CHECK (spent IN (0, 1)),
    -- Milliseconds on the machine's steady clock since the boot that `boot` names: a wall clock that jumps neither
    -- blocks nor frees anything. After a reboot `used_at` decides.
    boot TEXT NOT NULL,
    steady_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL
) STRICT;
CREATE TABLE queues (
    name TEXT PRIMARY KEY,
    -- NULL: it is not paused.
    paused_at INTEGER,
    paused_by TEXT,
    pause_reason TEXT,
    -- How many of its jobs may run at once, whoever runs them; NULL: any number.
    concurrency INTEGER CHECK (concurrency > 0)
) STRICT, WITHOUT ROWID;
CREATE TABLE periodic_slots (
    name TEXT PRIMARY KEY,
    slot INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE budget_pauses (
    budget TEXT PRIMARY KEY,
    boot TEXT NOT NULL,
    steady_until INTEGER NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE job_metrics (
    queue TEXT NOT NULL,
    kind TEXT NOT NULL,
    claimed INTEGER NOT NULL DEFAULT 0,
    completed INTEGER NOT NULL DEFAULT 0,
    retried INTEGER NOT NULL DEFAULT 0,
    snoozed INTEGER NOT NULL DEFAULT 0,
    discarded INTEGER NOT NULL DEFAULT 0,
    cancelled INTEGER NOT NULL DEFAULT 0,
    given_back INTEGER NOT NULL DEFAULT 0,
    lost INTEGER NOT NULL DEFAULT 0,
    -- The sums of the milliseconds.
    waited INTEGER NOT NULL DEFAULT 0,
    ran INTEGER NOT NULL DEFAULT 0,
    wait_0 INTEGER NOT NULL DEFAULT 0,
    wait_1 INTEGER NOT NULL DEFAULT 0,
    wait_2 INTEGER NOT NULL DEFAULT 0,
    wait_3 INTEGER NOT NULL DEFAULT 0,
    wait_4 INTEGER NOT NULL DEFAULT 0,
    wait_5 INTEGER NOT NULL DEFAULT 0,
    wait_6 INTEGER NOT NULL DEFAULT 0,
    wait_7 INTEGER NOT NULL DEFAULT 0,
    wait_8 INTEGER NOT NULL DEFAULT 0,
    wait_9 INTEGER NOT NULL DEFAULT 0,
    wait_10 INTEGER NOT NULL DEFAULT 0,
    wait_11 INTEGER NOT NULL DEFAULT 0,
    run_0 INTEGER NOT NULL DEFAULT 0,
    run_1 INTEGER NOT NULL DEFAULT 0,
    run_2 INTEGER NOT NULL DEFAULT 0,
    run_3 INTEGER NOT NULL DEFAULT 0,
    run_4 INTEGER NOT NULL DEFAULT 0,
    run_5 INTEGER NOT NULL DEFAULT 0,
    run_6 INTEGER NOT NULL DEFAULT 0,
    run_7 INTEGER NOT NULL DEFAULT 0,
    run_8 INTEGER NOT NULL DEFAULT 0,
    run_9 INTEGER NOT NULL DEFAULT 0,
    run_10 INTEGER NOT NULL DEFAULT 0,
    run_11 INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (queue, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE installation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    installed_at INTEGER NOT NULL,
    send_status TEXT,
    send_status_since INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO installation VALUES(1,1795794875366,'2',0);
CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
INSERT INTO settings VALUES('frontpadapi_secret','sandbox');
INSERT INTO settings VALUES('frontpadapi_send_status','2');
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
INSERT INTO orders VALUES(1,'2511/1',1764241260000,'2025-11-27 14:01:00',2,'status',11,'{"id":1}');
INSERT INTO orders VALUES(2,'2511/2',1764241320000,'2025-11-27 14:02:00',2,'status',12,'{"id":2}');
INSERT INTO orders VALUES(3,'2511/3',1764241380000,'2025-11-27 14:03:00',1,'created',3,'{"id":3}');
INSERT INTO orders VALUES(4,'2512/4',1764327600000,'2025-11-28 14:00:00',1,'created',40,'{"id":4}');
INSERT INTO orders VALUES(5,'2511/5',1764241500000,'2025-11-27 14:05:00',2,'status',15,'{"id":5}');
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
, crm_status_datetime TEXT, crm_status_at INTEGER, shop_status_set INTEGER, shop_status_set_at INTEGER) STRICT;
INSERT INTO crm_orders VALUES(1,1,'2511/1',1764241260000,'2025-11-27 14:01:00','sent','701','1',NULL,1795794878347,1795794878728,NULL,NULL,NULL,NULL,NULL,1764241800000,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO crm_orders VALUES(2,1,'2511/2',1764241320000,'2025-11-27 14:02:00','failed',NULL,NULL,NULL,1795794878401,1795794878728,NULL,NULL,NULL,NULL,NULL,NULL,'no such article',12,NULL,NULL,NULL,NULL);
INSERT INTO crm_orders VALUES(3,1,'2511/3',1764241380000,'2025-11-27 14:03:00','new',NULL,NULL,NULL,1795794878460,1795794878460,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO crm_orders VALUES(4,2,'2512/4',1764327600000,'2025-11-28 14:00:00','new',NULL,NULL,NULL,1795794880520,1795794880520,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO crm_orders VALUES(5,1,'2511/5',1764241500000,'2025-11-27 14:05:00','new',NULL,NULL,NULL,1795794878596,1795794880572,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO crm_orders VALUES(6,1,'2511/6',1764241560000,'2025-11-27 14:06:00','sent','706','6',NULL,1795794878685,1795794878728,NULL,NULL,NULL,NULL,NULL,1764241800000,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE order_events (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    detail TEXT
) STRICT;
INSERT INTO order_events VALUES(1,1,1,1795794878347,'created','status 1');
INSERT INTO order_events VALUES(2,2,1,1795794878401,'created','status 1');
INSERT INTO order_events VALUES(3,3,1,1795794878460,'created','status 1');
INSERT INTO order_events VALUES(4,4,1,1795794878545,'created','status 1');
INSERT INTO order_events VALUES(5,5,1,1795794878596,'created','status 1');
INSERT INTO order_events VALUES(6,6,1,1795794878685,'created','status 1');
INSERT INTO order_events VALUES(7,1,1,1795794878728,'status','status 2');
INSERT INTO order_events VALUES(8,2,1,1795794878728,'status','status 2');
INSERT INTO order_events VALUES(9,4,1,1795794878728,'status','status 2');
INSERT INTO order_events VALUES(10,6,1,1795794878728,'status','status 2');
INSERT INTO order_events VALUES(11,4,1,1795794880520,'archived','the shop has used the id again');
INSERT INTO order_events VALUES(12,4,2,1795794880520,'created','status 1');
INSERT INTO order_events VALUES(13,5,1,1795794880572,'status','status 2');
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
INSERT INTO archived_orders VALUES(4,1,'2511/4',1764241440000,'sent','704','4',NULL,NULL,'{"id":4}',1795794880520);
CREATE TABLE breakers (
    name TEXT PRIMARY KEY,
    -- The CRM's code.
    reason TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    last_refused_at INTEGER NOT NULL,
    -- The secret that was refused, as a hash: another secret closes the breaker.
    secret_hash TEXT NOT NULL
) STRICT;
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
CREATE TABLE unmapped_statuses (
    status TEXT PRIMARY KEY,
    first_seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
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
INSERT INTO generation VALUES(1,0,NULL,NULL,NULL);
CREATE TABLE restores (
    id INTEGER PRIMARY KEY,
    noticed_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    -- When the manager's e-mail about it was put in.
    told_at INTEGER,
    -- When a person let sending go on; NULL: it is paused.
    resumed_at INTEGER
) STRICT;
CREATE TABLE confirmed_orders (
    order_id INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    confirmed_at INTEGER NOT NULL,
    PRIMARY KEY (order_id, incarnation)
) STRICT, WITHOUT ROWID;
CREATE TABLE articles (
    article TEXT PRIMARY KEY,
    -- The product (id in MODX) that it was saved with last.
    product_id INTEGER,
    changed_at INTEGER NOT NULL
        DEFAULT (CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER))
) STRICT;
CREATE TABLE article_checks (
    id INTEGER PRIMARY KEY,
    article TEXT NOT NULL UNIQUE,
    requested_at INTEGER NOT NULL,
    -- NULL: not yet against a catalogue that is newer than the change.
    checked_at INTEGER,
    -- When the manager was told that the CRM does not know it; NULL again once it does.
    told_at INTEGER
) STRICT;
CREATE TABLE crm_products (
    article TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    -- In rubles, as the CRM writes it.
    price TEXT,
    is_listed INTEGER NOT NULL CHECK (is_listed IN (0, 1)),
    is_stopped INTEGER NOT NULL CHECK (is_stopped IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE TABLE crm_catalogue (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    products_at INTEGER,
    stops_at INTEGER
) STRICT;
INSERT INTO crm_catalogue VALUES(1,NULL,NULL);
CREATE TABLE lookups (
    id INTEGER PRIMARY KEY,
    key_hash INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE TABLE lookup_salt (id INTEGER PRIMARY KEY CHECK (id = 1), salt INTEGER NOT NULL) STRICT;
INSERT INTO lookup_salt VALUES(1,4711);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('jobs',5);
CREATE UNIQUE INDEX jobs_unique_key ON jobs (unique_key)
    WHERE unique_key IS NOT NULL AND state IN ('scheduled', 'available', 'running');
CREATE INDEX jobs_subject ON jobs (subject, id) WHERE subject IS NOT NULL;
CREATE INDEX budget_uses_budget ON budget_uses (budget, used_at);
CREATE INDEX budget_uses_job ON budget_uses (job_id, attempt) WHERE job_id IS NOT NULL;
CREATE INDEX jobs_available ON jobs (queue, priority, scheduled_at, id, state) WHERE state = 'available';
CREATE INDEX jobs_scheduled ON jobs (scheduled_at, queue, state) WHERE state = 'scheduled';
CREATE INDEX jobs_running ON jobs (worker, queue, state) WHERE state = 'running';
CREATE INDEX jobs_discarded ON jobs (queue, state) WHERE state = 'discarded';
CREATE VIEW present AS
    SELECT CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER) AS now;
CREATE INDEX crm_orders_state ON crm_orders (crm_state) WHERE crm_state IN ('new', 'sending', 'in_doubt', 'failed');
CREATE INDEX order_events_order ON order_events (order_id, id);
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
                    OR (typeof(orders.createdon) = 'integer' AND orders.createdon >= installation.installed_at))))
;
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
END
;
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
END
;
CREATE TRIGGER crm_orders_changed AFTER UPDATE ON crm_orders WHEN NEW.crm_state = 'new'
BEGIN
    INSERT INTO jobs (kind, queue, args, subject, max_attempts, scheduled_at, unique_key, inserted_at)
        SELECT kind, queue, args, subject, max_attempts, now, unique_key, now
        FROM send_jobs_due WHERE order_id = NEW.order_id
        ON CONFLICT DO NOTHING;
END;
CREATE INDEX crm_events_new ON crm_events (id) WHERE state = 'new';
CREATE INDEX crm_events_unmatched ON crm_events (crm_order_id) WHERE state = 'unmatched';
CREATE INDEX crm_events_received ON crm_events (received_at);
CREATE INDEX crm_orders_crm_id ON crm_orders (crm_order_id) WHERE crm_order_id IS NOT NULL;
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
CREATE TRIGGER crm_orders_known AFTER UPDATE OF crm_order_id ON crm_orders
    WHEN NEW.crm_order_id IS NOT NULL AND NEW.crm_order_id IS NOT OLD.crm_order_id
BEGIN
    INSERT INTO jobs (kind, queue, args, subject, max_attempts, scheduled_at, unique_key, inserted_at)
        SELECT kind, queue, args, coalesce(subject, 'order:' || NEW.order_id), max_attempts, now, unique_key, now
        FROM status_jobs_due WHERE state = 'unmatched' AND crm_order_id = NEW.crm_order_id
        ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER crm_orders_reused AFTER UPDATE OF incarnation ON crm_orders WHEN NEW.incarnation <> OLD.incarnation
BEGIN
    UPDATE crm_orders SET crm_status_datetime = NULL, crm_status_at = NULL, shop_status_set = NULL,
        shop_status_set_at = NULL
    WHERE order_id = NEW.order_id;
END;
CREATE INDEX crm_orders_sent ON crm_orders (sent_at) WHERE crm_state = 'sent';
CREATE VIEW unconfirmed_orders AS
    SELECT crm_orders.order_id, crm_orders.incarnation
    FROM crm_orders
    JOIN (SELECT max(noticed_at) AS at FROM restores) AS restored
    WHERE crm_orders.crm_state = 'new'
        AND coalesce(CASE WHEN typeof(crm_orders.createdon) = 'integer' THEN crm_orders.createdon END,
            crm_orders.created_event_at, 0) + 999 < restored.at
        AND NOT EXISTS (SELECT 1 FROM confirmed_orders AS confirmed
            WHERE confirmed.order_id = crm_orders.order_id AND confirmed.incarnation = crm_orders.incarnation);
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
CREATE INDEX article_checks_open ON article_checks (id) WHERE checked_at IS NULL;
CREATE INDEX lookups_at ON lookups (at);
CREATE VIEW article_states AS
    SELECT articles.article, articles.product_id, articles.changed_at,
        CASE WHEN crm_products.is_stopped = 1 THEN 'stopped' WHEN crm_products.is_stopped = 0 THEN 'known'
            WHEN crm_catalogue.products_at IS NULL THEN 'not_known_yet' ELSE 'unknown' END AS state,
        crm_products.name, crm_products.price, article_checks.checked_at, article_checks.told_at
    FROM articles JOIN crm_catalogue
    LEFT JOIN crm_products ON crm_products.article = trim(articles.article)
    LEFT JOIN article_checks ON article_checks.article = trim(articles.article);
CREATE VIEW check_jobs_due AS
    SELECT article_checks.id AS check_id, 'check_article' AS kind, 'articles' AS queue,
        '{"check":' || article_checks.id || '}' AS args, 'article:' || article_checks.article AS subject,
        'check_article:' || article_checks.id AS unique_key, 10000 AS max_attempts, now
    FROM article_checks, present
    WHERE article_checks.checked_at IS NULL;
CREATE TRIGGER articles_empty BEFORE INSERT ON articles WHEN coalesce(trim(NEW.article), '') = ''
BEGIN
    SELECT RAISE(IGNORE);
END;
CREATE TRIGGER articles_before_insert BEFORE INSERT ON articles
    WHEN EXISTS (SELECT 1 FROM articles WHERE article = NEW.article)
BEGIN
    UPDATE articles SET product_id = coalesce(NEW.product_id, product_id), changed_at = (SELECT now FROM present)
    WHERE article = NEW.article;
    SELECT RAISE(IGNORE);
END;
CREATE TRIGGER articles_inserted AFTER INSERT ON articles
BEGIN
    INSERT INTO article_checks (article, requested_at) SELECT trim(NEW.article), now FROM present WHERE true
        ON CONFLICT DO NOTHING;
    UPDATE article_checks SET requested_at = (SELECT now FROM present), checked_at = NULL
    WHERE article = trim(NEW.article);
END;
CREATE TRIGGER articles_updated AFTER UPDATE ON articles
BEGIN
    INSERT INTO article_checks (article, requested_at) SELECT trim(NEW.article), now FROM present WHERE true
        ON CONFLICT DO NOTHING;
    UPDATE article_checks SET requested_at = (SELECT now FROM present), checked_at = NULL
    WHERE article = trim(NEW.article);
END;
CREATE TRIGGER article_checks_opened AFTER UPDATE ON article_checks WHEN NEW.checked_at IS NULL
BEGIN
    INSERT INTO jobs (kind, queue, args, subject, max_attempts, scheduled_at, unique_key, inserted_at)
        SELECT kind, queue, args, subject, max_attempts, now, unique_key, now
        FROM check_jobs_due WHERE check_id = NEW.id
        ON CONFLICT DO NOTHING;
END;
COMMIT;
