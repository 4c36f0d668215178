"""Measures one peer in the same way as our queue: peer_queue.py NAME about|seed|enqueue|drain FOLDER [COUNT].

The program runs in the virtual environment of the peers. Each drain is the fastest form of the peer's own loop. The
loop does not sleep while there are jobs.
"""
import importlib.metadata
import json
import os
import sys
import time
import warnings

warnings.simplefilter("ignore")
DURABILITY = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}


class Huey:
    package, processes = "huey", True
    remark = "It deletes a job before it runs it, so a job is lost if its worker dies."

    def __init__(self, folder, full):
        from huey import SqliteHuey
        self.huey = SqliteHuey(filename=folder + "/huey.db", timeout=30, **({} if full is None else {"fsync": full}))
        self.task = self.huey.task()(lambda at: None)

    def connection(self):
        return self.huey.storage.conn

    def put(self):
        self.task(time.monotonic_ns())

    def work(self):
        task = self.huey.dequeue()
        if task is None:
            return False
        self.huey.execute(task)
        return True


class LiteQueue:
    package, processes = "litequeue", True
    remark = "If a worker dies, its job stays locked until the program itself looks for it."

    def __init__(self, folder, full):
        from litequeue import LiteQueue
        self.queue = LiteQueue(folder + "/lite.db", timeout=30)
        if full is not None:
            self.queue.conn.execute(f"PRAGMA synchronous={2 if full else 0}")

    def connection(self):
        return self.queue.conn

    def put(self):
        self.queue.put(json.dumps({"at": time.monotonic_ns()}))

    def work(self):
        message = self.queue.pop()
        if message is None:
            return False
        self.queue.done(message.message_id)
        return True


class PersistQueue:
    # Its `get` selects a row and marks the row in a second statement, so two processes can get the same job.
    package, processes = "persist-queue", False
    remark = "One consuming process only: two could get the same job."

    def __init__(self, folder, full):
        import persistqueue
        self.queue = persistqueue.SQLiteAckQueue(folder, timeout=30, auto_resume=full is None)
        self.empty = persistqueue.Empty
        if full is not None:
            self.connection().execute(f"PRAGMA synchronous={2 if full else 0}")

    def connection(self):
        return self.queue._putter

    def put(self):
        self.queue.put({"at": time.monotonic_ns()})

    def work(self):
        try:
            item = self.queue.get(block=False)
        except self.empty:
            return False
        self.queue.ack(item)
        return True


PEERS = {"huey": Huey, "litequeue": LiteQueue, "persist-queue": PersistQueue}


def main(name, role, folder, count=0):
    os.makedirs(folder, exist_ok=True)
    kind = PEERS[name]
    # `None` keeps the default of the peer. Inserting the seed is not measured, so the seed does not have to be
    # durable.
    peer = kind(folder, {"about": None, "seed": False}.get(role, True))
    pragma = lambda name: peer.connection().execute(f"PRAGMA {name}").fetchone()[0]
    if role == "about":
        print(json.dumps({
            "version": importlib.metadata.version(kind.package), "journal_mode": pragma("journal_mode"),
            "synchronous": DURABILITY[pragma("synchronous")], "processes": kind.processes, "remark": kind.remark}))
        return
    if role == "seed":
        for _ in range(count):
            peer.put()
        print("{}")
        return
    if pragma("synchronous") != 2:
        sys.exit(f"{name} does not run at synchronous=FULL")
    print("ready", flush=True)
    sys.stdin.readline()
    start, done = time.monotonic_ns(), 0
    if role == "enqueue":
        for done in range(1, count + 1):
            peer.put()
    else:
        while peer.work():
            done += 1
    print(json.dumps({"start_ns": start, "end_ns": time.monotonic_ns(), "count": done}))


if __name__ == "__main__":
    main(*sys.argv[1:4], *map(int, sys.argv[4:]))
