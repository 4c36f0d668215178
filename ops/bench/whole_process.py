"""Measures how long a process takes to enqueue one order. A buyer's checkout waits for this time."""
import datetime
import json
import os
import random
import sqlite3
import subprocess
import time
import zoneinfo

from bench import Failed, Process
from figures import median

COLUMNS = "id, num, createdon, createdon_local, status, event, event_seq, document"


class Contender:
    def __init__(self, bench, name, arguments, reads_document):
        self.name = name
        self.arguments = arguments
        self.reads_document = reads_document
        self.database = bench.path(f"order-{name}.db")
        bench.remove(self.database)
        settings = {"frontpadapi_secret": "bench", "frontpadapi_send_status": ""}
        subprocess.run(
            [bench.program("frontpad-enqueue"), "settings", "--db", self.database], input=json.dumps(settings),
            text=True, check=True, capture_output=True)
        # This program keeps the database open, as a worker does. Without it, each measured program would be the last
        # to close the database and would run a checkpoint.
        self.holder = Process(bench.queue_bench("hold", self.database))
        self.holder.wait_for("ready")

    def checkpoint(self):
        self.holder.say()
        self.holder.process.stdout.readline()

    def run(self, row, file):
        """Returns the seconds from the start of the process to its end."""
        command = self.arguments(self.database, row)
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, file if self.reads_document else "/dev/null", os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
        ]
        start = time.monotonic()
        process = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
        _, status = os.waitpid(process, 0)
        seconds = time.monotonic() - start
        if status != 0:
            raise Failed(f"{self.name} ended with {os.waitstatus_to_exitcode(status)}")
        return seconds

    def rows(self):
        connection = sqlite3.connect(self.database)
        rows = connection.execute(f"SELECT {COLUMNS} FROM orders ORDER BY id").fetchall()
        jobs = connection.execute("SELECT kind, queue, args, state FROM jobs ORDER BY id").fetchall()
        connection.close()
        return rows, jobs


def row_of(document):
    local = datetime.datetime.fromisoformat(document["createdon"])
    zoned = local.replace(tzinfo=zoneinfo.ZoneInfo(document["timezone"]))
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return (
        document["id"], document["num"], int(zoned.timestamp() * 1000), document["createdon"], document["status"],
        document["event"], document["event_seq"], text)


def literal(value):
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def run(bench):
    enqueue, program = bench.program("frontpad-enqueue"), bench.program("insert_order")
    contenders = [
        Contender(bench, "frontpad-enqueue", lambda db, row: [enqueue, "order", "-", "--db", db], True),
        Contender(
            bench, "sqlite3",
            lambda db, row: [
                "sqlite3", db, f"INSERT INTO orders ({COLUMNS}) VALUES ({', '.join(map(literal, row))})"], False),
        Contender(bench, "C", lambda db, row: [program, db, *map(str, row[:-1])], True),
    ]
    with open(os.path.join(bench.root, "ops/samples/minishop2-4.4.0.jsonl")) as samples:
        document = json.loads(max(samples, key=len))
    count, warm_up = (60 if bench.quick else 400), 5
    file = bench.path("order.json")
    times = {contender.name: [] for contender in contenders}
    for turn in range(count + warm_up):
        document.update(id=1000 + turn, num=f"2611/{1000 + turn}", event="created", event_seq=5000 + turn)
        row = row_of(document)
        with open(file, "w") as output:
            output.write(row[-1] + "\n")
        random.shuffle(contenders)
        for contender in contenders:
            seconds = contender.run(row, file)
            if turn >= warm_up:
                times[contender.name].append(seconds * 1000)
        if turn % 50 == 49:
            for contender in contenders:
                contender.checkpoint()
    if any(contender.rows() != contenders[0].rows() for contender in contenders):
        raise Failed("the contenders have not inserted the same rows")
    for contender in contenders:
        contender.holder.result()
    show(bench, times)


def show(bench, times):
    ours = times["frontpad-enqueue"]
    rows = []
    for name, what in (
        ("frontpad-enqueue", "`frontpad-enqueue order -`"), ("sqlite3", "`sqlite3 DB \"INSERT …\"`"),
        ("C", "C program, dynamic"),
    ):
        bench.samples[f"process {name}"] = times[name]
        ratio = median([mine / other for mine, other in zip(ours, times[name])])
        bench.samples[f"process ratio {name}"] = [ratio]
        rows.append([what, bench.spread(f"process {name}"), f"{ratio:.2f}"])
    bench.table(
        f"Taking in one order, a whole process, beside a worker ({len(ours)} orders, in turns)",
        ["program", "milliseconds", "ours / it, paired"], rows)
