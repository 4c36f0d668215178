-- The source of an event decides whether it needs a token, so nothing may fill it in or change it afterwards.
DROP TRIGGER crm_events_unproved;
CREATE TRIGGER crm_events_unproved BEFORE INSERT ON crm_events
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
CREATE TRIGGER crm_events_fixed BEFORE UPDATE ON crm_events
    WHEN NEW.source IS NOT OLD.source OR NEW.order_id IS NOT OLD.order_id OR NEW.incarnation IS NOT OLD.incarnation
        OR NEW.job IS NOT OLD.job OR NEW.attempt IS NOT OLD.attempt OR NEW.crm_order_id IS NOT OLD.crm_order_id
BEGIN
    SELECT RAISE(ABORT, 'an event of Frontpad does not change: insert another one');
END;
