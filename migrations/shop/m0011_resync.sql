-- The last net: what the worker has asked the shop's command about orders that no door has brought. One row.
CREATE TABLE resync (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    -- The command that was asked. Another one is asked at once.
    command TEXT,
    -- When the last complete comparison began. NULL: there was none.
    compared_at INTEGER,
    -- The comparison that is under way: when it began, since which creation time it asks, and the last order's id that it
    -- has. NULL: none is.
    began_at INTEGER,
    since INTEGER,
    after_id INTEGER,
    -- When the command last failed to answer, and how. NULL: it has answered since.
    failed_at INTEGER,
    failure TEXT
) STRICT;
INSERT INTO resync (id) VALUES (1);

-- Orders of the shop whose documents cannot be used. They are sent by nobody, so a person has to hear of them.
CREATE TABLE unusable_documents (
    -- The id of the order, or the line of the answer where the id cannot be read.
    name TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    first_seen_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
