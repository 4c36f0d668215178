"""The peers from PyPI. `peer_queue.py` runs each of them in a virtual environment."""
import json
import os
import shutil
import subprocess

import bench as common

PACKAGES = {"huey": "huey", "litequeue": "litequeue", "persist-queue": "persist-queue"}


def python(bench):
    return os.path.join(bench.tools, "peers", "bin", "python")


def all(bench, count):
    return [Peer(bench, name, package, count) for name, package in PACKAGES.items()]


def install(bench):
    """Installs the missing packages from PyPI."""
    if not os.path.exists(python(bench)):
        subprocess.run(["python3", "-m", "venv", os.path.join(bench.tools, "peers")], check=True)
    subprocess.run([python(bench), "-m", "pip", "install", "--quiet", *PACKAGES.values()], check=True)


class Peer:
    def __init__(self, bench, name, package, count):
        self.bench, self.name, self.count = bench, name, count
        self.reason_missing = None
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peer_queue.py")
        self.command = [python(bench), script, name]
        try:
            asked = subprocess.run([*self.command, "about", self.bench.path("about")], capture_output=True, text=True)
            self.reason_missing = None if asked.returncode == 0 else f"pip install {package}"
        except OSError:
            self.reason_missing = f"pip install {package}, or ops/bench/run --install"
        if not self.reason_missing:
            self.about = json.loads(asked.stdout)
            bench.notes.append(
                f"{name} {self.about['version']}: by default journal_mode={self.about['journal_mode']}, "
                f"synchronous={self.about['synchronous']}; measured at synchronous=FULL. {self.about['remark']}")
            self.template = bench.path(f"template-{name}")
            bench.once([*self.command, "seed", self.template, str(count)])

    def rows(self):
        yield "enqueue", f"{self.name} enqueue 1", self.name, self.measure("enqueue", 1)
        yield "enqueue", f"{self.name} enqueue 4", f"{self.name}, 4 processes", self.measure("enqueue", 4)
        yield "drain", f"{self.name} drain 1", self.name, self.measure("drain", 1)
        if self.about["processes"]:
            yield "drain", f"{self.name} drain 4", f"{self.name}, 4 processes", self.measure("drain", 4)

    def measure(self, role, processes):
        def run():
            folder = self.bench.path("peer")
            shutil.rmtree(folder, ignore_errors=True)
            if role == "drain":
                shutil.copytree(self.template, folder)
                os.sync()
            else:
                self.bench.once([*self.command, "seed", folder, "0"])
            share = str(self.count // processes if role == "enqueue" else 0)
            results = self.bench.together([[*self.command, role, folder, share]] * processes)
            done = sum(one["count"] for one in results)
            wanted = int(share) * processes if role == "enqueue" else self.count
            if done != wanted:
                raise common.Failed(f"{self.name}: {done} of {wanted} jobs were done")
            return common.rate(results)
        return run
