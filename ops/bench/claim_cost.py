"""Measures how the cost of a claim changes with the number of finished jobs and of jobs that are scheduled for later.
"""
import sqlite3

from figures import median, number

SERIES = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
FINISHED = SERIES + """
    INSERT INTO jobs (kind, queue, state, attempt, scheduled_at, inserted_at, finished_at)
    SELECT 'nothing', 'bench', 'completed', 1, 1700000000000 + i, 1700000000000 + i, 1700000001000 + i FROM n"""
ATTEMPTS = """
    INSERT INTO attempts (job_id, attempt, worker, started_at, ended_at, outcome)
    SELECT id, 1, 'bench:1:history', scheduled_at, finished_at, 'completed' FROM jobs WHERE state = 'completed'"""
# The scheduled jobs have a more urgent priority than the due jobs. If an index did not separate the states, a claim
# would read the scheduled jobs first.
SCHEDULED = SERIES + """
    INSERT INTO jobs (kind, queue, state, priority, scheduled_at, inserted_at)
    SELECT 'nothing', 'bench', 'scheduled', -1, 4100000000000 + i, 1700000000000 FROM n"""
AVAILABLE = SERIES + """
    INSERT INTO jobs (kind, queue, state, scheduled_at, inserted_at)
    SELECT 'nothing', 'bench', 'available', 1700000000000 + i, 1700000000000 FROM n"""

CASES = [
    ("1,000", "1,000 finished jobs", 1_000, 0),
    ("100,000", "100,000 finished jobs", 100_000, 0),
    ("1,000,000", "1,000,000 finished jobs", 1_000_000, 0),
    ("future", "1,000 finished, 100,000 scheduled for later", 1_000, 100_000),
]


def seed(bench, name, finished, scheduled, available):
    database = bench.path(f"claims-{name}.db")
    bench.once(bench.queue_bench("enqueue", database, "--count", 1))
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute(FINISHED.format(count=finished))
    connection.execute(ATTEMPTS)
    if scheduled:
        connection.execute(SCHEDULED.format(count=scheduled))
    connection.execute(AVAILABLE.format(count=available))
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return database


def run(bench):
    # Many short turns, so that each ratio compares claims made within the same fraction of a second.
    count, turns = 100, (6 if bench.quick else 20)
    databases = {}
    for name, what, finished, scheduled in CASES:
        databases[name] = seed(bench, name, finished, scheduled, (count + 20) * turns)
        bench.progress(f"made a database with {what}")
    for _ in range(turns):
        costs = {}
        for name, database in databases.items():
            claims = bench.once(bench.queue_bench("claims", database, "--count", count))["latencies_ns"]
            costs[name] = median(claims) / 1000
            bench.add(f"claim {name}", costs[name])
        for name, cost in costs.items():
            bench.add(f"claim ratio {name}", cost / costs["1,000"])
    bench.table(
        f"A claim of one job, its commit included, microseconds (medians of {count}, {turns} turns)",
        ["beside", "a claim", "/ with 1,000"],
        [[what, bench.spread(f"claim {name}"), number(bench.median(f"claim ratio {name}"))]
         for name, what, _, _ in CASES])
