"""The ways in which orders arrive, and the programs that use them."""
import json, os, random, sqlite3, subprocess, threading, time

STREAMS = 2


def document(number):
    return json.dumps({
        "id": number, "num": "C/%d" % number, "status": 1, "createdon": "2026-01-01 10:00:00", "timezone": "UTC",
        "event": "created", "event_seq": number, "address": {"receiver": "order-%d" % number, "phone": "7900"},
        "products": [{"product_id": 1, "name": "x", "count": 1, "article": "PZ-001"}]})


class Doors:
    """Enqueues orders in several ways at once. An order that was acknowledged must not be lost."""

    def __init__(self, campaign):
        self.campaign, self.acknowledged, self.enqueuers = campaign, set(), set()
        self.numbers, self.taken, self.lock = iter(range(1, campaign.orders + 1)), 0, threading.Lock()
        self.limit, self.may_enter = 0, threading.Condition()
        self.threads = [threading.Thread(target=self.stream, args=(each,)) for each in range(STREAMS)]

    @property
    def are_closed(self):
        return not any(thread.is_alive() for thread in self.threads)

    def let_in(self, count):
        """Allows this many orders to arrive. A few more may already have arrived."""
        with self.may_enter:
            self.limit = max(self.limit, count + 10)
            self.may_enter.notify_all()

    def stream(self, each):
        chance = random.Random(self.campaign.seed * 7 + each)
        while True:
            with self.lock:
                number = next(self.numbers, None)
                self.taken += 1
            if number is None:
                return
            with self.may_enter:
                while number > self.limit and not self.campaign.is_late():
                    self.may_enter.wait(1)
            is_in = self.enter(number, chance)
            # A shop that got no answer, or whose hook runs twice, enqueues the order again.
            if not is_in:
                time.sleep(0.05)
            if chance.random() < (0.03 if is_in else 0.5):
                self.enter(number, chance)

    def enter(self, number, chance):
        door = chance.choices([self.by_command, self.by_sql, self.by_spool], [6, 2, 2])[0]
        try:
            is_in = door(number, chance)
        except (OSError, sqlite3.Error):
            is_in = False
        if is_in:
            self.acknowledged.add(number)
        return is_in

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
