"""Measures a queue in PostgreSQL with `FOR UPDATE SKIP LOCKED`. pgbench runs it on a temporary cluster.

The server listens only on a unix socket and keeps its defaults (fsync and synchronous_commit are on). The cluster is
deleted together with its folder.
"""
import glob
import os
import re
import shutil
import subprocess
import tempfile

from bench import Failed

SCHEMA = """
CREATE TABLE jobs (id bigserial PRIMARY KEY, kind text NOT NULL, queue text NOT NULL, args text NOT NULL,
    state text NOT NULL DEFAULT 'available', priority int NOT NULL DEFAULT 0, attempt int NOT NULL DEFAULT 0,
    scheduled_at bigint NOT NULL DEFAULT 0, worker int, finished_at timestamptz);
CREATE INDEX jobs_available ON jobs (queue, priority, scheduled_at, id) WHERE state = 'available';
CREATE INDEX jobs_running ON jobs (worker) WHERE state = 'running';
"""
ENQUEUE = "INSERT INTO jobs (kind, queue, args) VALUES ('nothing', 'bench', '{\"at\":1234567890123}');\n"
CLAIM = """UPDATE jobs SET state = 'running', worker = :client_id, attempt = attempt + 1 WHERE id IN
    (SELECT id FROM jobs WHERE state = 'available' AND queue = 'bench'
     ORDER BY priority, scheduled_at, id LIMIT {batch} FOR UPDATE SKIP LOCKED)"""
# This script claims and finishes one job with two commits.
SINGLE = CLAIM.format(batch=1) + " RETURNING id \\gset\n" + (
    "UPDATE jobs SET state = 'completed', finished_at = now(), worker = NULL\n"
    "    WHERE id = :id AND state = 'running' AND worker = :client_id;\n")
# This script claims and finishes a batch. pgbench has no arrays, so the worker's id selects the jobs to finish.
BATCH = CLAIM.format(batch=10) + ";\n" + (
    "UPDATE jobs SET state = 'completed', finished_at = now(), worker = NULL\n"
    "    WHERE state = 'running' AND worker = :client_id;\n")


class PostgreSQL:
    def __init__(self, bench, single, many):
        self.bench, self.single, self.many, self.folder = bench, single, many, None
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin")) or [os.path.dirname(shutil.which("initdb") or "")]
        self.programs = found[-1]
        usable = os.path.exists(os.path.join(self.programs, "initdb")) and shutil.which("pgbench")
        self.reason_missing = None if usable else "apt install postgresql, or ops/bench/run --install"

    def start(self):
        self.folder = tempfile.mkdtemp(prefix="pg-", dir=self.bench.folder)
        # The server refuses to run as root.
        self.as_server = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.as_server:
            shutil.chown(self.folder, "postgres")
            self.require_passage()
        self.call("initdb", "-D", self.folder + "/data", "-A", "trust", "-U", "bench", "--no-sync")
        self.call(
            "pg_ctl", "-D", self.folder + "/data", "-l", self.folder + "/log", "-w", "start",
            "-o", f"-c listen_addresses='' -c unix_socket_directories='{self.folder}'")
        self.sql(SCHEMA)
        version = self.sql("SHOW server_version").split()[0]
        self.bench.notes.append(
            f"PostgreSQL {version}: fsync=on, synchronous_commit=on, the defaults; its commits of several clients "
            "share an fsync. Driven by pgbench, in C.")

    def require_passage(self):
        allowed = subprocess.run([*self.as_server, "test", "-x", self.folder], capture_output=True)
        if allowed.returncode != 0:
            shutil.rmtree(self.folder)
            self.folder = tempfile.mkdtemp(prefix="frontpad-bench-pg-")
            shutil.chown(self.folder, "postgres")

    def stop(self):
        if self.folder is None:
            return
        self.call("pg_ctl", "-D", self.folder + "/data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    def rows(self):
        yield "enqueue", "PostgreSQL enqueue 1", "PostgreSQL", self.measure(ENQUEUE, 1, self.single)
        yield "enqueue", "PostgreSQL enqueue 10", "PostgreSQL, 10 clients", self.measure(ENQUEUE, 10, self.many)
        yield "drain", "PostgreSQL drain 1", "PostgreSQL, 1 client", self.measure(SINGLE, 1, self.single, 1)
        yield "drain", "PostgreSQL drain 10", "PostgreSQL, 10 clients", self.measure(SINGLE, 10, self.many, 1)
        yield "drain", "PostgreSQL drain batch", "PostgreSQL, 1 client, batches of 10", self.measure(BATCH, 1, self.many, 10)

    def measure(self, script, clients, count, batch=0):
        """Returns a function that runs a script once. `batch` is the number of jobs that one transaction of the script
        claims. If `batch` is 0, the script inserts one job.
        """
        file = os.path.join(self.folder, f"script-{abs(hash(script))}")

        def run():
            with open(file, "w") as output:
                output.write(script)
            # More rows are inserted than are claimed, so no client finds the queue empty.
            seeded = count + 1000 if batch else 0
            self.sql(
                "TRUNCATE jobs RESTART IDENTITY; INSERT INTO jobs (kind, queue, args) "
                f"SELECT 'nothing', 'bench', '{{\"at\":1234567890123}}' FROM generate_series(1, {seeded})")
            self.sql("VACUUM ANALYZE jobs")
            self.sql("CHECKPOINT")
            said = self.call(
                "pgbench", "-h", self.folder, "-U", "bench", "-n", "-M", "prepared", "-f", file, "-c", str(clients),
                "-j", str(min(clients, os.cpu_count())), "-t", str(count // clients // max(1, batch)), "postgres")
            tps = re.search(r"tps = ([0-9.]+) \(without", said)
            if not tps or "failed transactions: 0 " not in said:
                raise Failed(f"pgbench said: {said}")
            return float(tps[1]) * max(1, batch)
        return run

    def sql(self, script):
        return self.call("psql", "-h", self.folder, "-U", "bench", "-qtA", "-v", "ON_ERROR_STOP=1", "-c", script,
                         "postgres")

    def call(self, program, *arguments):
        # The output goes to a file. The server that pg_ctl starts would keep a pipe open.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                [*self.as_server, os.path.join(self.programs, program), *arguments], stdin=subprocess.DEVNULL,
                stdout=output, stderr=subprocess.STDOUT, cwd="/")
            output.seek(0)
            text = output.read().decode(errors="replace")
        if done.returncode != 0:
            raise Failed(f"{program}: {text.strip()}")
        return text
