-- A refusal of the account belongs to the server that refused it: with another frontpadapi_api_url, orders leave at once.

CREATE TRIGGER api_address_inserted AFTER INSERT ON settings WHEN NEW.key = 'frontpadapi_api_url' BEGIN
    DELETE FROM breakers;
END;

CREATE TRIGGER api_address_updated AFTER UPDATE OF value ON settings
WHEN NEW.key = 'frontpadapi_api_url' AND NEW.value IS NOT OLD.value BEGIN
    DELETE FROM breakers;
END;

CREATE TRIGGER api_address_deleted AFTER DELETE ON settings WHEN OLD.key = 'frontpadapi_api_url' BEGIN
    DELETE FROM breakers;
END;
