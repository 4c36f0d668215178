"""What the queue wants to reach, as ratios within one run. They are told, never enforced: a busy machine proves
nothing."""
from figures import number, percentile


def best_peer(bench, role):
    """The fastest peer's median, whatever its configuration."""
    found = [
        (bench.median(key), key.split(" ")[0]) for key in bench.samples
        if f" {role}" in key and key.split(" ")[0] in ("huey", "litequeue", "persist-queue", "PostgreSQL")]
    return max(found, default=(None, None))


def ratio(bench, upper, lower):
    upper, lower = bench.median(upper), bench.median(lower)
    return upper / lower if upper and lower else None


def part(bench, key, portion):
    values = bench.samples.get(key)
    return percentile(values, portion) if values else None


def targets(bench):
    """Text, what was reached (None: not measured), the bound, and whether the bound is a least."""
    peer, name = best_peer(bench, "drain")
    batch, peer_batch = bench.median("drain 10"), bench.median("PostgreSQL batch")
    insert, insert_name = best_peer(bench, "enqueue 1")
    own_insert = bench.median("enqueue 1")
    best = max((value for value in (peer, peer_batch) if value), default=None)
    return [
        ("process: ours / sqlite3", bench.median("process ratio sqlite3"), 0.9, False),
        ("process: ours / C", bench.median("process ratio C"), 1.3, False),
        ("drain, 10 slots / C, single jobs", ratio(bench, "drain 10", "C single"), 5, True),
        ("drain, 10 slots / C, batches of 10", ratio(bench, "drain 10", "C batch"), 0.8, True),
        ("drain, 1 slot / C, single jobs", ratio(bench, "drain 1", "C single"), 1.5, True),
        (f"drain, 10 slots / best peer ({name})" if best == peer else "drain, 10 slots / best peer (PostgreSQL batch)",
         batch / best if batch and best else None, 1, True),
        (f"enqueue, one program / best peer ({insert_name})",
         own_insert / insert if own_insert and insert else None, 1, True),
        ("start of a rung job, p50, ms", part(bench, "latency rung", 50), 1, False),
        ("start of a rung job, p99, ms", part(bench, "latency rung", 99), 5, False),
        ("start of a job that nobody rang for, p99, ms", part(bench, "latency silent", 99), 60, False),
        ("idle frontpad-worker, % of a core", bench.median("idle cpu bridge"), 0.1, False),
        ("idle frontpad-worker, MiB resident", bench.median("idle memory bridge"), 20, False),
        ("claim, 1,000,000 / 1,000 finished", bench.median("claim ratio 1,000,000"), 1.2, False),
        ("claim, 100,000 scheduled / none", bench.median("claim ratio future"), 1.2, False),
        ("insertion beside a worker at full speed, p99, ms", part(bench, "crowd one", 99), 10, False),
        ("insertion beside a worker at full speed, max, ms", part(bench, "crowd one", 100), 250, False),
        ("errors of eight processes at once", bench.median("crowd eight troubles"), 0, False),
    ]


def run(bench):
    rows = []
    for text, reached, bound, is_least in targets(bench):
        wanted = f"{'≥' if is_least else '≤'} {bound}"
        if reached is None:
            rows.append([text, wanted, "–", "not measured"])
            continue
        good = reached >= bound if is_least else reached <= bound
        rows.append([text, wanted, number(reached), "reached" if good else "not reached"])
    bench.table("Targets", ["target", "wanted", "this run", ""], rows)
