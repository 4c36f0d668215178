-- What people and programs say to the queue, what jobs keep for their next attempt, and what the queue counts.

-- What a job has stored for its next attempt, in the words of its handler.
ALTER TABLE jobs ADD COLUMN progress TEXT;
-- Somebody wants a running job to stop, for this reason: its worker cancels it.
ALTER TABLE jobs ADD COLUMN cancel_reason TEXT;

-- With the state and the queue in them they answer without a look at the table: SQLite reads a row for the state that
-- a partial index promises, unless the index has it too.
DROP INDEX jobs_available;
CREATE INDEX jobs_available ON jobs (queue, priority, scheduled_at, id, state) WHERE state = 'available';
DROP INDEX jobs_scheduled;
CREATE INDEX jobs_scheduled ON jobs (scheduled_at, queue, state) WHERE state = 'scheduled';
DROP INDEX jobs_running;
CREATE INDEX jobs_running ON jobs (worker, queue, state) WHERE state = 'running';
-- Jobs that were given up are few and wait for a person.
CREATE INDEX jobs_discarded ON jobs (queue, state) WHERE state = 'discarded';

-- What has been said about a queue. One without a row is neither paused nor limited.
CREATE TABLE queues (
    name TEXT PRIMARY KEY,
    -- NULL: it is not paused.
    paused_at INTEGER,
    paused_by TEXT,
    pause_reason TEXT,
    -- How many of its jobs may run at once, whoever runs them; NULL: any number.
    concurrency INTEGER CHECK (concurrency > 0)
) STRICT, WITHOUT ROWID;

-- The last time slot in which a periodic job was inserted: one job for one slot, whatever the number of workers.
CREATE TABLE periodic_slots (
    name TEXT PRIMARY KEY,
    slot INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A part of each window that only jobs with this priority or a smaller one may use.
ALTER TABLE budgets ADD COLUMN reserve INTEGER NOT NULL DEFAULT 0 CHECK (reserve >= 0);
ALTER TABLE budgets ADD COLUMN reserve_priority INTEGER NOT NULL DEFAULT 0;

-- The other side says that a budget is used up, whatever we have counted. Times as in budget_uses.
CREATE TABLE budget_pauses (
    budget TEXT PRIMARY KEY,
    boot TEXT NOT NULL,
    steady_until INTEGER NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Counters since the installation. wait_N and run_N count the jobs whose time lay in the bucket N of a histogram.
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
