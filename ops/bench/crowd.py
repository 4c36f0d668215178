"""Measures the latency of insertions while workers drain the queue at full speed, and with eight processes at once."""
from bench import Process
from figures import number, percentile

CASES = [
    ("one", "one worker with 10 slots, one program inserting", 1, 1),
    ("eight", "four workers with 10 slots, four programs inserting", 4, 4),
]


def run(bench):
    seconds = 3 if bench.quick else 10
    rows = []
    for name, what, workers, writers in CASES:
        database = bench.path(f"crowd-{name}.db")
        # There are more jobs than the workers can finish in this time, so the workers are never idle.
        stock = 60_000 * seconds
        bench.once(bench.queue_bench("enqueue", database, "--count", stock, "--batch", stock))
        serving = [Process(bench.queue_bench("serve", database, "--slots", 10, "--wait")) for _ in range(workers)]
        for process in serving:
            process.wait_for("ready")
            process.say()
        results = bench.together([
            bench.queue_bench(
                "enqueue", database, "--count", 1_000_000, "--pause", 4000, "--seconds", seconds, "--wait")
        ] * writers)
        served = [process.result() for process in serving]
        waits = [value / 1e6 for one in results for value in one["latencies_ns"]]
        done, troubles = sum(one["count"] for one in served), sum(one["troubles"] for one in served)
        if done >= stock:
            bench.notes.append(f"crowd, {what}: the workers ran out of jobs before the end")
        bench.samples[f"crowd {name}"] = waits
        bench.add(f"crowd {name} troubles", troubles)
        rows.append([
            what, f"{done / seconds:,.0f}", len(waits),
            *(number(percentile(waits, part)) for part in (50, 99, 100)), troubles])
    bench.table(
        f"An insertion beside workers at full speed, milliseconds ({seconds} s, a pause of up to 4 ms between two)",
        ["processes", "jobs a second", "insertions", "p50", "p99", "max", "errors"], rows)
