-- Webhooks carry no signature. Each attempt to send an order has a secret token in its own hook_url, so only the CRM, which got
-- that attempt, can know it. A webhook without it is not stored.

CREATE TABLE send_attempts (
    order_id INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    job INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    -- 128 random bits, as 32 hexadecimal digits.
    token TEXT NOT NULL CHECK (length(token) = 32),
    -- When the first byte was about to leave.
    begun_at INTEGER NOT NULL,
    PRIMARY KEY (order_id, incarnation, job, attempt)
) STRICT, WITHOUT ROWID;
CREATE INDEX send_attempts_begun ON send_attempts (begun_at);

-- Every id of the CRM that was ever proved for an order, and by what. Two ids from the CRM: the order is there twice.
CREATE TABLE crm_order_ids (
    order_id INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    crm_order_id TEXT NOT NULL,
    crm_order_number TEXT,
    source TEXT NOT NULL CHECK (source IN ('answer', 'webhook', 'person')),
    job INTEGER,
    attempt INTEGER,
    proved_at INTEGER NOT NULL,
    PRIMARY KEY (order_id, incarnation, crm_order_id)
) STRICT, WITHOUT ROWID;

-- What came before could be forged.
DELETE FROM crm_events WHERE source = 'webhook' AND state IN ('new', 'unmatched');

ALTER TABLE crm_events ADD COLUMN token TEXT;

CREATE VIEW token_positions AS
    WITH RECURSIVE positions (position) AS (
        SELECT 1 UNION ALL SELECT position + 1 FROM positions WHERE position < 32
    )
    SELECT position FROM positions;

-- All 32 digits are compared, whichever differ, so the duration does not reveal how many were right.
CREATE TRIGGER crm_events_unproved BEFORE INSERT ON crm_events
    -- A BEFORE trigger does not see the default of a column yet.
    WHEN coalesce(NEW.source, 'webhook') NOT IN ('poll', 'command')
BEGIN
    SELECT RAISE(ABORT, 'the webhook has no token of an attempt to send this order')
    WHERE NOT EXISTS (SELECT 1 FROM send_attempts AS sent
        WHERE sent.order_id = NEW.order_id AND sent.incarnation = NEW.incarnation AND sent.job = NEW.job
            AND sent.attempt = NEW.attempt AND length(NEW.token) = 32
            AND (SELECT sum(substr(sent.token, position, 1) <> substr(NEW.token, position, 1)) FROM token_positions)
                = 0);
    SELECT RAISE(ABORT, 'the id of an order in Frontpad is a number')
    WHERE NEW.crm_order_id IS NULL OR NEW.crm_order_id = '' OR NEW.crm_order_id GLOB '*[^0-9]*';
END;

-- The token is a secret, and it has served.
CREATE TRIGGER crm_events_proved AFTER INSERT ON crm_events WHEN NEW.token IS NOT NULL
BEGIN
    UPDATE crm_events SET token = NULL WHERE id = NEW.id;
END;

-- The source of an event decides whether it needs a token, so nothing may change it, or the order, afterwards.
CREATE TRIGGER crm_events_fixed BEFORE UPDATE ON crm_events
    WHEN NEW.source IS NOT OLD.source OR NEW.order_id IS NOT OLD.order_id OR NEW.incarnation IS NOT OLD.incarnation
        OR NEW.job IS NOT OLD.job OR NEW.attempt IS NOT OLD.attempt OR NEW.crm_order_id IS NOT OLD.crm_order_id
BEGIN
    SELECT RAISE(ABORT, 'an event of Frontpad does not change: insert another one');
END;
