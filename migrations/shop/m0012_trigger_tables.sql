-- The settings that are lists, as tables: a statement that writes an order compiles all triggers, and expressions that take
-- the lists apart made that slow.

CREATE TABLE payment_triggers (
    payment TEXT PRIMARY KEY,
    -- A status; empty: at the creation of the order.
    status TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- The statuses of payment_triggers, for orders whose payment is not known.
CREATE TABLE special_statuses (status INTEGER PRIMARY KEY) STRICT;
DROP VIEW cancel_statuses;
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

-- The trigger status of each unsent order: NULL where the settings have not arrived, '' where orders are sent at their
-- creation. A payment that frontpadapi_send_statuses names has a trigger status of its own. Where the payment is not known,
-- every status of that list may be the one.
DROP VIEW order_triggers;
CREATE VIEW order_triggers AS
    SELECT unsent_orders.*, installation.trigger_generation, installation.installed_at,
        coalesce(special.status, CAST(possible.status AS TEXT), trim(usual.value)) AS trigger_status
    FROM unsent_orders
    JOIN installation
    LEFT JOIN settings AS usual ON usual.key = 'frontpadapi_send_status'
    LEFT JOIN payment_triggers AS special ON special.payment = unsent_orders.payment
    LEFT JOIN special_statuses AS possible
        ON unsent_orders.payment IS NULL AND possible.status = unsent_orders.status;

-- The rule «is this the same order?», in one place. One row for each order that has had the id of the event that came
-- last, because triggers have no variables. The result is stored: every trigger that reads it would otherwise compile the
-- whole rule again.
DROP TABLE order_comparison;
CREATE TABLE order_comparison (
    incarnation INTEGER PRIMARY KEY,
    -- What a writer says now.
    num TEXT,
    createdon ANY,
    createdon_local TEXT,
    -- What is known of the order with that id. NULL: not known, which contradicts nothing.
    known_num TEXT,
    known_createdon ANY,
    known_createdon_local TEXT,
    -- A text without a zone is a time of the shop's clock. A number (seconds or milliseconds since 1970) or a text with a
    -- zone is a moment. Both in milliseconds since 1970.
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
    -- The same id and the same creation time: equal to two seconds. Moments, which may have been read in the wrong zone,
    -- may also differ by whole quarters of an hour, up to 26 hours, where the number is the same.
    is_same INTEGER GENERATED ALWAYS AS (CASE
        WHEN clock IS NOT NULL AND known_clock IS NOT NULL THEN difference <= 2000
        WHEN moment IS NOT NULL AND known_moment IS NOT NULL THEN
            moments_differ_by <= 2000
            OR (has_same_num AND moments_differ_by <= 93602000 AND (moments_differ_by + 2000) % 900000 <= 4000)
        WHEN difference IS NOT NULL THEN has_same_num AND difference <= 93602000 AND (difference + 2000) % 900000 <= 4000
        ELSE 1
    END) STORED
) STRICT;
