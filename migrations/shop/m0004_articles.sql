-- Articles: the shop's data about them (articles), the result of checking them (article_checks), and the CRM's data
-- (crm_products, with its age in crm_catalogue).

-- The shop's data: a product, or a modification of one, was saved with this article.
CREATE TABLE articles (
    article TEXT PRIMARY KEY,
    -- The product (id in MODX) that it was saved with last.
    product_id INTEGER,
    changed_at INTEGER NOT NULL
        DEFAULT (CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER))
) STRICT;

-- Our own data, in a table of its own because a REPLACE of an article would clear it.
CREATE TABLE article_checks (
    id INTEGER PRIMARY KEY,
    article TEXT NOT NULL UNIQUE,
    requested_at INTEGER NOT NULL,
    -- NULL: not yet against a catalogue that is newer than the change.
    checked_at INTEGER,
    -- When the manager was told that the CRM does not know it; NULL again once it does.
    told_at INTEGER
) STRICT;
CREATE INDEX article_checks_open ON article_checks (id) WHERE checked_at IS NULL;

-- The CRM's products, from get_products (is_listed) and from get_stops (is_stopped).
CREATE TABLE crm_products (
    article TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    -- In rubles, as the CRM writes it.
    price TEXT,
    is_listed INTEGER NOT NULL CHECK (is_listed IN (0, 1)),
    is_stopped INTEGER NOT NULL CHECK (is_stopped IN (0, 1))
) STRICT, WITHOUT ROWID;

-- One row with the age of each part. NULL: never fetched.
CREATE TABLE crm_catalogue (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    products_at INTEGER,
    stops_at INTEGER
) STRICT;
INSERT INTO crm_catalogue (id) VALUES (1);

-- The lookups of clients, certificates and statuses in the last hour. The CRM forbids many lookups in a row. The key is
-- a hash that is too short to reveal a phone.
CREATE TABLE lookups (
    id INTEGER PRIMARY KEY,
    key_hash INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX lookups_at ON lookups (at);
-- The salt of this database's hashes.
CREATE TABLE lookup_salt (id INTEGER PRIMARY KEY CHECK (id = 1), salt INTEGER NOT NULL) STRICT;
INSERT INTO lookup_salt (id, salt) VALUES (1, random());

-- What the stored catalogue says about each article.
CREATE VIEW article_states AS
    SELECT articles.article, articles.product_id, articles.changed_at,
        CASE WHEN crm_products.is_stopped = 1 THEN 'stopped' WHEN crm_products.is_stopped = 0 THEN 'known'
            WHEN crm_catalogue.products_at IS NULL THEN 'not_known_yet' ELSE 'unknown' END AS state,
        crm_products.name, crm_products.price, article_checks.checked_at, article_checks.told_at
    FROM articles JOIN crm_catalogue
    LEFT JOIN crm_products ON crm_products.article = trim(articles.article)
    LEFT JOIN article_checks ON article_checks.article = trim(articles.article);

-- The jobs that the open checks should have. The args have the id of the check, not the article, so nothing needs
-- escaping.
CREATE VIEW check_jobs_due AS
    SELECT article_checks.id AS check_id, 'check_article' AS kind, 'articles' AS queue,
        '{"check":' || article_checks.id || '}' AS args, 'article:' || article_checks.article AS subject,
        'check_article:' || article_checks.id AS unique_key, 10000 AS max_attempts, now
    FROM article_checks, present
    WHERE article_checks.checked_at IS NULL;

-- A product without an article is valid in the shop, and there is nothing to check.
CREATE TRIGGER articles_empty BEFORE INSERT ON articles WHEN coalesce(trim(NEW.article), '') = ''
BEGIN
    SELECT RAISE(IGNORE);
END;

-- INSERT, REPLACE, UPSERT and OR IGNORE of a known article all become this update.
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
