"""Describes the machine and the conditions of a run. Without them, the figures mean nothing."""
import os
import platform
import shutil
import subprocess
import time

from bench import Process
from figures import median, number


def run(bench):
    bench.conditions.update(
        machine=f"{processor()}, {os.cpu_count()} cores", kernel=f"{platform.system()} {platform.release()}",
        file_system=file_system(bench.folder), load=f"{os.getloadavg()[0]:.1f} at the start")
    syncs = sync_times(bench.path("sync"))
    bench.conditions["sync_seconds"] = median(syncs)
    bench.conditions["sync"] = (
        f"{number(median(syncs) * 1e6)} µs for 4 KiB and fdatasync, median of {len(syncs)} "
        f"({number(min(syncs) * 1e6)}–{number(max(syncs) * 1e6)})")
    holder = Process(bench.queue_bench("hold", bench.path("version.db")))
    bench.conditions["sqlite"] = holder.wait_for("ready").split()[-1]
    holder.result()
    bench.conditions["shell"] = "not installed"
    if shutil.which("sqlite3"):
        version = subprocess.run(["sqlite3", "--version"], capture_output=True, text=True).stdout
        bench.conditions["shell"] = version.split()[0]
    bench.table("Conditions", ["", ""], [
        ["machine", bench.conditions["machine"]], ["kernel", bench.conditions["kernel"]],
        ["file system", bench.conditions["file_system"]], ["a sync", bench.conditions["sync"]],
        ["SQLite", f"{bench.conditions['sqlite']}; the shell {bench.conditions['shell']}"],
        ["durability", "WAL, synchronous=FULL: a commit is on the disk when it returns"],
        ["load of the machine", bench.conditions["load"]]])
    if bench.conditions["file_system"] in ("tmpfs", "ramfs"):
        bench.notes.append("the databases are in memory: a sync costs nothing, and no figure holds for a disk")


def processor():
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith(("model name", "Model")):
                return line.split(":", 1)[1].strip()
    return platform.machine()


def file_system(folder):
    """Returns the type of the file system that a folder is on. It is the one with the longest matching mount point."""
    folder, best = os.path.realpath(folder), ("", "unknown")
    with open("/proc/mounts") as file:
        for line in file:
            _, point, kind = line.split()[:3]
            if os.path.commonpath([folder, point]) == point and len(point) > len(best[0]):
                best = (point, kind)
    return best[1]


def sync_times(path):
    """Returns the seconds that it takes to append 4 KiB and sync them, as a commit does with the WAL."""
    times = []
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for _ in range(300):
        start = time.monotonic()
        os.write(descriptor, bytes(4096))
        os.fdatasync(descriptor)
        times.append(time.monotonic() - start)
    os.close(descriptor)
    os.unlink(path)
    return times
