-- Each worker's own lease, and what is known of a clock that jumps.

-- How long the worker may be silent before others take over its jobs, in milliseconds.
ALTER TABLE workers ADD COLUMN lease INTEGER NOT NULL DEFAULT 30000;

-- The last jump of the wall clock by which the times of waiting jobs were moved: each jump counts once, however many
-- workers see it. At most one row.
CREATE TABLE clock_steps (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    boot TEXT NOT NULL,
    -- The wall clock minus the steady clock since it, in milliseconds.
    difference INTEGER NOT NULL
) STRICT;

-- How long the pause is, in milliseconds: after a reboot only the wall clock is left, and it may have been ahead when the
-- pause began. NULL in rows from before this migration.
ALTER TABLE budget_pauses ADD COLUMN length INTEGER;
