"""Measures the time from the insertion of a job to its start on an idle worker, and the cost of an idle worker."""
import json
import os
import random
import sqlite3
import subprocess
import time

from bench import Process
from figures import number, percentile

INSERT = """INSERT INTO jobs (kind, queue, args, scheduled_at, inserted_at)
    VALUES ('nothing', 'bench', ?, ?, ?)"""


def run(bench):
    ringing, silent = (200, 60) if bench.quick else (1500, 300)
    rows = []
    for key, what, write, count in (
        ("rung", "by a writer that rings, another process", ring, ringing),
        ("silent", "by a writer that does not ring (Python's sqlite3)", insert, silent),
    ):
        database = bench.path(f"latency-{key}.db")
        worker = Process(bench.queue_bench("serve", database, "--count", count))
        worker.wait_for("idle")
        insertions = write(bench, database, count)
        # The worker ends after the last job without being stopped.
        values = [value / 1e6 for value in json.loads(worker.wait_for("{"))["latencies_ns"]]
        worker.result()
        bench.samples[f"latency {key}"] = values
        kinds = [("its beginning", values)]
        if insertions:
            # Both lists have the order of the jobs, because the jobs are far apart in time.
            kinds.append(("its commit", [max(0, all - own) for all, own in zip(values, insertions)]))
            bench.samples[f"latency {key} commit"] = kinds[1][1]
        for start, times in kinds:
            rows.append([what, start, len(times), *(number(percentile(times, part)) for part in (50, 99, 100))])
    bench.table("From an insertion to the start of the job, idle worker, milliseconds",
                ["inserted", "from", "jobs", "p50", "p99", "max"], rows)
    idle(bench)


def ring(bench, database, count):
    """Inserts jobs and rings the doorbell. Returns the milliseconds that each insertion took, including the commit and
    the ring.
    """
    inserted = bench.once(bench.queue_bench("enqueue", database, "--count", count, "--pause", 20000))
    return [value / 1e6 for value in inserted["latencies_ns"]]


def insert(bench, database, count):
    """Inserts jobs like a program that does not know the doorbell. The times are random, so that they match no
    interval of the worker.
    """
    connection = sqlite3.connect(database, timeout=30, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    for _ in range(count):
        time.sleep(random.uniform(0.01, 0.13))
        now = int(time.time() * 1000)
        connection.execute(INSERT, (json.dumps({"at": time.monotonic_ns()}), now, now))
    connection.close()


def idle(bench):
    seconds = 5 if bench.quick else 20
    bare = Process(bench.queue_bench("serve", bench.path("idle.db"), "--slots", 4))
    bare.wait_for("idle")
    database = bench.path("idle-bridge.db")
    subprocess.run(
        [bench.program("frontpad-enqueue"), "settings", "--db", database], text=True, check=True,
        input='{"frontpadapi_secret":"bench","frontpadapi_send_status":""}', capture_output=True)
    bridge = subprocess.Popen(
        [bench.program("frontpad-worker"), "--db", database], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(3)
    workers = [("bare", "JobQueue alone", bare.process.pid), ("bridge", "`frontpad-worker`", bridge.pid)]
    before = {key: processor_time(pid) for key, _, pid in workers}
    start = time.monotonic()
    time.sleep(seconds)
    rows = []
    for key, what, pid in workers:
        share = (processor_time(pid) - before[key]) / (time.monotonic() - start) * 100
        memory = resident(pid)
        bench.add(f"idle cpu {key}", share)
        bench.add(f"idle memory {key}", memory)
        rows.append([what, f"{share:.3f}", number(memory)])
    bridge.terminate()
    bridge.wait()
    bare.result()
    bench.table(f"An idle worker over {seconds} s", ["worker", "% of a core", "MiB resident"], rows)


def processor_time(pid):
    """Returns the CPU seconds of all threads of a process. /proc/PID/stat counts hundredths of a second, which is too
    coarse for an idle process. schedstat counts nanoseconds (https://docs.kernel.org/scheduler/sched-stats.html).
    """
    try:
        total = 0
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/schedstat") as file:
                total += int(file.read().split()[0])
        return total / 1e9
    except FileNotFoundError:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid):
    with open(f"/proc/{pid}/status") as file:
        for line in file:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0
