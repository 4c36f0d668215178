"""Measures how many jobs per second are inserted and performed. Our queue, the raw C loop and the peers take turns
within one run.
"""
import bench as common
import peers
from figures import number
from postgres import PostgreSQL


class Row:
    """One line of the table. It is measured once in each round."""

    def __init__(self, group, key, label, measure):
        self.group, self.key, self.label, self.measure = group, key, label, measure
        self.failure = None

    def take(self, bench):
        """Takes one sample. If a row has failed once, it is skipped from then on."""
        if self.failure:
            return
        try:
            bench.add(self.key, self.measure())
        except common.Failed as failure:
            self.failure = failure
            bench.samples.pop(self.key, None)
            bench.failures.append(f"{self.label}: {failure}")

    def line(self, bench, ceiling):
        if self.failure:
            return [self.label, "failed", ""]
        return [self.label, bench.spread(self.key), number(bench.ratio(self.key, ceiling))]


def counts(bench):
    """Returns the numbers of jobs. They fit about one second with two commits for each job, so that the run does not
    take too long on a slow disk.
    """
    commit = bench.conditions["sync_seconds"] + 0.00005
    single = max(100, min(500 if bench.quick else 3000, int(0.8 / (2 * commit))))
    return single, single * 4


def templates(bench, single, many):
    """Creates the databases from which the measurements start."""
    made = {}
    for name, count in (("empty", 1), ("single", single), ("many", many)):
        made[name] = bench.path(f"template-{name}.db")
        bench.once(bench.queue_bench("enqueue", made[name], "--count", count, "--batch", count))
    return made


def own_rows(bench, made, single, many):
    def enqueue(processes, threads, count):
        def measure():
            database = bench.copy(made["empty"], "enqueue.db")
            share = count // processes // threads
            return common.rate(
                bench.together(
                    [bench.queue_bench("enqueue", database, "--count", share, "--threads", threads, "--wait")]
                    * processes))
        return measure

    def through(mode, template, slots, processes):
        def measure():
            database = bench.copy(made[template], "drain.db")
            return checked(
                bench.together([bench.queue_bench(mode, database, "--slots", slots, "--wait")] * processes),
                single if template == "single" else many)
        return measure

    yield Row("enqueue", "enqueue 1", "JobQueue", enqueue(1, 1, single))
    yield Row("enqueue", "enqueue 1x10", "JobQueue, 10 threads", enqueue(1, 10, many))
    yield Row("enqueue", "enqueue 4", "JobQueue, 4 processes", enqueue(4, 1, single))
    for slots, template in ((1, "single"), (10, "many")):
        text = f"{slots} slot{'s' if slots > 1 else ''}"
        yield Row("drain", f"cycle {slots}", f"JobQueue, claim and finish by hand, {text}",
                  through("cycle", template, slots, 1))
        yield Row("drain", f"drain {slots}", f"JobQueue, Worker, {text}", through("drain", template, slots, 1))
        yield Row("drain", f"drain {slots}x4", f"JobQueue, Worker, {text}, 4 processes",
                  through("drain", template, slots, 4))


def ceiling_rows(bench, made, single, many):
    program = bench.program("raw_loop")

    def enqueue(processes):
        def measure():
            database = bench.copy(made["empty"], "enqueue.db")
            return common.rate(
                bench.together([[program, "enqueue", database, str(single // processes)]] * processes))
        return measure

    def drain(template, batch, processes):
        def measure():
            database = bench.copy(made[template], "drain.db")
            return checked(
                bench.together([[program, "drain", database, str(batch)]] * processes),
                single if template == "single" else many)
        return measure

    yield Row("enqueue", "C enqueue 1", "raw C loop", enqueue(1))
    yield Row("enqueue", "C enqueue 4", "raw C loop, 4 processes", enqueue(4))
    yield Row("drain", "C single", "raw C loop, single jobs", drain("single", 1, 1))
    yield Row("drain", "C single x4", "raw C loop, single jobs, 4 processes", drain("single", 1, 4))
    yield Row("drain", "C batch", "raw C loop, batches of 10", drain("many", 10, 1))
    yield Row("drain", "C batch x4", "raw C loop, batches of 10, 4 processes", drain("many", 10, 4))


def checked(results, wanted):
    """Returns the rate of the results. It counts only if every job ran once and nothing failed."""
    done, troubles = sum(one["count"] for one in results), sum(one.get("troubles", 0) for one in results)
    if done != wanted or troubles:
        raise common.Failed(f"{done} of {wanted} jobs were done, with {troubles} troubles")
    return common.rate(results)


def run(bench):
    single, many = counts(bench)
    bench.progress(f"{single} jobs per measurement, {many} if several share a commit")
    made = templates(bench, single, many)
    rows = [*own_rows(bench, made, single, many), *ceiling_rows(bench, made, single, many)]
    missing = []
    for peer in peers.all(bench, single):
        if peer.reason_missing:
            missing.append([peer.name, f"not installed: {peer.reason_missing}"])
        else:
            rows += [Row(*row) for row in peer.rows()]
    server = PostgreSQL(bench, single, many)
    if server.reason_missing:
        missing.append(["PostgreSQL", f"not installed: {server.reason_missing}"])
    else:
        server.start()
        rows += [Row(*row) for row in server.rows()]
    try:
        for turn in range(bench.rounds):
            for row in rows:
                row.take(bench)
            bench.progress(f"round {turn + 1} of {bench.rounds}")
    finally:
        server.stop()
    for group, title, ceiling in (
        ("enqueue", "Jobs inserted a second", "C enqueue 1"),
        ("drain", "No-op jobs a second, from available to completed", "C single"),
    ):
        lines = [row.line(bench, ceiling) for row in rows if row.group == group]
        lines += [[name, why, ""] for name, why in missing]
        bench.table(f"{title}, each commit durable", ["what", "a second", "/ raw C loop, single"], lines)
