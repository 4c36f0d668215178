"""The ways in which orders arrive, and the programs that use them."""
import json, os, random, sqlite3, subprocess, threading, time

STREAMS = 2


def document(number):
    return json.dumps({
        "id": number, "num": "C/%d" % number, "status": 1, "createdon": "2026-01-01 10:00:00", "timezone": "UTC",
        "event": "created", "event_seq": number, "address": {"receiver": "order-%d" % number, "phone": "7900"},
        "products": [{"product_id": 1, "name": "x", "count": 1, "article": "PZ-001"}]})


class Arrivals:
    """Enqueues orders in several ways at once. If an order was acknowledged, it must not be lost."""

    def __init__(self, campaign):
        self.campaign, self.acknowledged, self.enqueuers = campaign, set(), set()
        self.numbers, self.started, self.lock = iter(range(1, campaign.orders + 1)), 0, threading.Lock()
        self.limit, self.may_start = 0, threading.Condition()
        self.threads = [threading.Thread(target=self.stream, args=(each,)) for each in range(STREAMS)]

    @property
    def are_over(self):
        return not any(thread.is_alive() for thread in self.threads)

    def allow(self, count):
        """Allows this many orders to arrive. A few more may already have arrived."""
        with self.may_start:
            self.limit = max(self.limit, count + 10)
            self.may_start.notify_all()

    def stream(self, each):
        chance = random.Random(self.campaign.seed * 7 + each)
        while True:
            with self.lock:
                number = next(self.numbers, None)
                self.started += 1
            if number is None:
                return
            with self.may_start:
                while number > self.limit and not self.campaign.is_late():
                    self.may_start.wait(1)
            is_acknowledged = self.enqueue(number, chance)
            # If a shop got no answer or its hook runs twice, the shop enqueues the order again.
            if not is_acknowledged:
                time.sleep(0.05)
            if chance.random() < (0.03 if is_acknowledged else 0.5):
                self.enqueue(number, chance)

    def enqueue(self, number, chance):
        write = chance.choices([self.by_command, self.by_sql, self.by_spool], [6, 2, 2])[0]
        try:
            is_acknowledged = write(number, chance)
        except (OSError, sqlite3.Error):
            is_acknowledged = False
        if is_acknowledged:
            self.acknowledged.add(number)
        return is_acknowledged

    def by_command(self, number, chance):
        process = subprocess.Popen(
            [self.campaign.program("frontpad-enqueue"), "order"], env=self.campaign.environment,
            stdin=subprocess.PIPE, stdout=self.campaign.log, stderr=self.campaign.log)
        self.enqueuers.add(process)
        try:
            process.communicate(document(number).encode())
        finally:
            self.enqueuers.discard(process)
        return process.returncode == 0

    def by_sql(self, number, chance):
        connection = sqlite3.connect(self.campaign.database, timeout=10)
        try:
            with connection:
                return connection.execute(
                    chance.choice(["INSERT", "REPLACE", "INSERT OR IGNORE"]) + " INTO orders "
                    "(id, num, createdon, status, event, event_seq, document) VALUES (?, ?, ?, 1, 'created', ?, ?)",
                    (number, "C/%d" % number, 1767261600000, number, document(number))).rowcount >= 0
        finally:
            connection.close()

    def by_spool(self, number, chance):
        spool = self.campaign.database + "-spool"
        os.makedirs(spool, exist_ok=True)
        hidden = "%s/.order-%d-%d" % (spool, number, threading.get_ident())
        with open(hidden, "w") as file:
            file.write(document(number))
        os.rename(hidden, "%s/order-%08d.json" % (spool, number))
        return True
