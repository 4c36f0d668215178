"""The targets of the bench. They are ratios within one run. The bench reports them but never enforces them, because
figures from a busy machine prove nothing.
"""
from figures import number, percentile


PEERS = ("huey", "litequeue", "persist-queue", "PostgreSQL")


def best(bench, peer, role):
    """Returns the key of a peer's fastest configuration."""
    keys = [key for key in bench.samples if key.startswith(f"{peer} {role}")]
    return max(keys, key=bench.median, default=None)


def peer_rows(bench):
    """Compares our 10 slots with the fastest configuration of each peer, and one of our inserting programs with one of
    theirs.
    """
    for peer in PEERS:
        key = best(bench, peer, "drain")
        yield f"drain, 10 slots / {key or peer}", bench.ratio("drain 10", key), 1, True
    for peer in PEERS:
        yield f"enqueue, one program / {peer}", bench.ratio("enqueue 1", f"{peer} enqueue 1"), 1, True


def part(bench, key, portion):
    values = bench.samples.get(key)
    return percentile(values, portion) if values else None


def targets(bench):
    """Returns the targets. Each has a text, a result (None if it was not measured), a bound, and a flag that says
    whether the bound is a minimum.
    """
    return [
        ("process: ours / sqlite3", bench.median("process ratio sqlite3"), 0.9, False),
        ("process: ours / C", bench.median("process ratio C"), 1.3, False),
        ("drain, 10 slots / C, single jobs", bench.ratio("drain 10", "C single"), 5, True),
        ("drain, 10 slots / C, batches of 10", bench.ratio("drain 10", "C batch"), 0.8, True),
        ("drain, 1 slot / C, single jobs", bench.ratio("drain 1", "C single"), 1.5, True),
        *peer_rows(bench),
        ("start of a rung job after its commit, p50, ms", part(bench, "latency rung commit", 50), 1, False),
        ("start of a rung job after its commit, p99, ms", part(bench, "latency rung commit", 99), 5, False),
        ("the same from the insertion's beginning, p50, ms", part(bench, "latency rung", 50), 1, False),
        ("the same from the insertion's beginning, p99, ms", part(bench, "latency rung", 99), 5, False),
        ("start of a job inserted without ringing, p99, ms", part(bench, "latency silent", 99), 60, False),
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
