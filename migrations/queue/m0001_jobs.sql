-- The queue. Times are integers: milliseconds since 1970 in UTC.

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
) STRICT;

-- A claim reads the head of one queue: equality on the queue, then the order of the claim. Finished rows and rows that
-- are not due are not in this index, so the cost of a claim does not grow with history.
CREATE INDEX jobs_available ON jobs (queue, priority, scheduled_at, id) WHERE state = 'available';
-- For promoting jobs that have become due, and for the time of the next wake-up.
CREATE INDEX jobs_scheduled ON jobs (scheduled_at) WHERE state = 'scheduled';
-- The jobs that a worker holds, for rescuing them.
CREATE INDEX jobs_running ON jobs (worker) WHERE state = 'running';
-- One unfinished job per unique key. Inserts use ON CONFLICT DO NOTHING.
CREATE UNIQUE INDEX jobs_unique_key ON jobs (unique_key)
    WHERE unique_key IS NOT NULL AND state IN ('scheduled', 'available', 'running');
CREATE INDEX jobs_subject ON jobs (subject, id) WHERE subject IS NOT NULL;

-- One row per claim: the history of a job.
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

-- How often something may be used: `allowance` times in any `window` milliseconds. A budget can have several windows.
CREATE TABLE budgets (
    name TEXT NOT NULL,
    window INTEGER NOT NULL CHECK (window > 0),
    allowance INTEGER NOT NULL CHECK (allowance >= 0),
    PRIMARY KEY (name, window)
) STRICT, WITHOUT ROWID;

-- Each use of a budget. A claim reserves it. A reservation counts until it is given back. Once `spent`, the use counts
-- until its window has passed.
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
CREATE INDEX budget_uses_budget ON budget_uses (budget, used_at);
CREATE INDEX budget_uses_job ON budget_uses (job_id, attempt) WHERE job_id IS NOT NULL;
