-- Pauses, limits and cancellations, the progress that jobs keep between attempts, and the queue's counters.

-- Data that a job has stored for its next attempt. Its handler defines the format.
ALTER TABLE jobs ADD COLUMN progress TEXT;
-- A running job should stop, for this reason. Its worker cancels it.
ALTER TABLE jobs ADD COLUMN cancel_reason TEXT;

-- The indexes include the state and the queue, so that they answer without reading the table. SQLite reads the row to
-- check the state that a partial index promises, unless the index has that column too.
DROP INDEX jobs_available;
CREATE INDEX jobs_available ON jobs (queue, priority, scheduled_at, id, state) WHERE state = 'available';
DROP INDEX jobs_scheduled;
CREATE INDEX jobs_scheduled ON jobs (scheduled_at, queue, state) WHERE state = 'scheduled';
DROP INDEX jobs_running;
CREATE INDEX jobs_running ON jobs (worker, queue, state) WHERE state = 'running';
-- Discarded jobs are few and wait for a person.
CREATE INDEX jobs_discarded ON jobs (queue, state) WHERE state = 'discarded';

-- The settings of a queue. A queue without a row is neither paused nor limited.
CREATE TABLE queues (
    name TEXT PRIMARY KEY,
    -- NULL: it is not paused.
    paused_at INTEGER,
    paused_by TEXT,
    pause_reason TEXT,
    -- How many of its jobs may run at once, whoever runs them; NULL: any number.
    concurrency INTEGER CHECK (concurrency > 0)
) STRICT, WITHOUT ROWID;

-- The last time slot in which a periodic job was inserted: one job per slot, whatever the number of workers.
CREATE TABLE periodic_slots (
    name TEXT PRIMARY KEY,
    slot INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The part of each window that only jobs with this priority or a smaller one may use.
ALTER TABLE budgets ADD COLUMN reserve INTEGER NOT NULL DEFAULT 0 CHECK (reserve >= 0);
ALTER TABLE budgets ADD COLUMN reserve_priority INTEGER NOT NULL DEFAULT 0;

-- The other side reported that a budget is used up, whatever we have counted. Times are as in budget_uses.
CREATE TABLE budget_pauses (
    budget TEXT PRIMARY KEY,
    boot TEXT NOT NULL,
    steady_until INTEGER NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Counters since the installation. wait_N and run_N count the jobs whose time was in bucket N of a histogram.
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
