"""The parts that all modules of the bench share: the programs, a folder for databases, and the collected samples."""
import json
import os
import shutil
import subprocess
import sys

import figures


class Failed(Exception):
    """A program did not run, so there is no result."""


class Bench:
    def __init__(self, root, quick, rounds):
        self.root = root
        self.quick = quick
        self.rounds = rounds
        self.samples = {}
        self.conditions = {}
        self.failures = []
        self.notes = []
        self.tools = os.path.join(root, ".build-bench")
        self.folder = os.path.join(self.tools, "databases")
        self.programs = os.path.join(root, ".build", "release")
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)

    # Programs

    def program(self, name):
        """Returns the path of a program of the package, or of a C program in this folder."""
        built = os.path.join(self.programs, name)
        return built if os.path.exists(built) else os.path.join(self.tools, name)

    def queue_bench(self, mode, database, *options):
        return [self.program("queue-bench"), mode, database, *map(str, options)]

    def once(self, command):
        """Runs a measuring program to its end and returns its JSON line."""
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f"{' '.join(command)}: {done.stderr.strip() or done.returncode}")
        return json.loads(done.stdout.splitlines()[-1])

    def together(self, commands):
        """Runs programs at the same time and returns their JSON lines. Each prints `ready` and starts when it reads
        a line.
        """
        processes = [Process(command) for command in commands]
        for process in processes:
            process.wait_for("ready")
        for process in processes:
            process.say()
        return [process.result() for process in processes]

    # Databases

    def path(self, name):
        return os.path.join(self.folder, name)

    def copy(self, template, name):
        """Makes a fresh copy of a database. The database must not be open."""
        path = self.path(name)
        self.remove(path)
        shutil.copyfile(template, path)
        # Without this, the first measured commits would also have to write the copy to the disk.
        descriptor = os.open(path, os.O_RDWR)
        os.fsync(descriptor)
        os.close(descriptor)
        return path

    def remove(self, path):
        for suffix in ("", "-wal", "-shm", "-lock", "-doorbell"):
            if os.path.exists(path + suffix):
                os.unlink(path + suffix)
        shutil.rmtree(path + "-workers", ignore_errors=True)

    # Results

    def add(self, key, value):
        self.samples.setdefault(key, []).append(value)

    def median(self, key):
        values = self.samples.get(key)
        return figures.median(values) if values else None

    def ratio(self, upper, lower):
        """Returns the median of the ratios within each round, so that a slow round does not distort the result."""
        above, below = self.samples.get(upper), self.samples.get(lower)
        if not above or not below:
            return None
        if len(above) != len(below):
            return figures.median(above) / figures.median(below)
        return figures.median([one / other for one, other in zip(above, below)])

    def spread(self, key):
        values = self.samples.get(key)
        return figures.spread(values) if values else "–"

    def table(self, title, head, rows):
        print(figures.table(title, head, rows), flush=True)

    def progress(self, text):
        print(f"    {text}", file=sys.stderr, flush=True)


class Process:
    """A measuring program that runs at the same time as others."""

    def __init__(self, command, environment=None):
        self.command = command
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=environment)

    def wait_for(self, word):
        """Returns the line that begins with `word`."""
        for line in self.process.stdout:
            if line.startswith(word):
                return line.strip()
        raise Failed(f"{' '.join(self.command)}: {self.process.stderr.read().strip()}")

    def say(self, line=""):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def result(self):
        """Closes the input of the program, waits for its end, and returns its JSON line."""
        output, errors = self.process.communicate()
        if self.process.returncode != 0:
            raise Failed(f"{' '.join(self.command)}: {errors.strip() or self.process.returncode}")
        return json.loads(output.splitlines()[-1]) if output.strip() else None


def rate(results):
    """Returns the jobs per second of programs that ran at the same time. The time counts from the first start to the
    last end.
    """
    seconds = (max(one["end_ns"] for one in results) - min(one["start_ns"] for one in results)) / 1e9
    return sum(one["count"] for one in results) / seconds
