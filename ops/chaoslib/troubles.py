"""The troubles of a campaign. The seed determines their random order. They are spread over the stream of orders."""
import random, sqlite3, threading, time

FAULTS = ["delay", "reset_before_reading", "reset_after_reading", "close_after_reading", "truncated", "garbage",
          "not_json", "status_500", "status_502_html", "silent", "empty", "drip"]


class Troubles:
    def __init__(self, campaign, counts):
        self.campaign, self.luck, self.killed = campaign, random.Random(campaign.seed * 13 + 5), {}
        self.done = {name: 0 for name in counts}
        self.list = [getattr(self, name) for name, count in counts.items() for _ in range(count)]
        self.luck.shuffle(self.list)
        self.background, self.connection = [], None

    def run(self):
        """Starts the troubles in the list. They are spread evenly over the stream of orders."""
        campaign = self.campaign
        for index, trouble in enumerate(self.list):
            due = campaign.orders * index / len(self.list)
            while campaign.arrivals.started < due and not campaign.arrivals.are_over:
                time.sleep(0.005)
            self.wait_until_orders_leave()
            time.sleep(self.luck.uniform(0, 0.03))
            if campaign.is_late():
                break
            trouble()
            self.done[trouble.__name__] = self.done.get(trouble.__name__, 0) + 1
            campaign.arrivals.allow(campaign.orders * (index + 1) / len(self.list))
        campaign.arrivals.allow(campaign.orders)
        for thread in self.background:
            thread.join()

    def wait_until_orders_leave(self):
        """Waits until orders are sent again. After two doubts in a row, sending pauses for a minute. A kill in that
        minute would hit an idle worker, so the pause is ended early.

        If no more orders will arrive, none can probe the CRM, and there is nothing to wait for.
        """
        if not self.connection:
            self.connection = sqlite3.connect(self.campaign.database, timeout=30)
        passed = "DELETE FROM budget_uses WHERE budget = 'frontpad_probe' AND spent = 1"
        waiting = "SELECT 1 FROM breakers UNION ALL SELECT 1 FROM budget_uses WHERE budget = 'frontpad_probe'"
        looks = 0
        while self.connection.execute(waiting).fetchone():
            if self.campaign.arrivals.are_over or self.campaign.is_late():
                return
            time.sleep(0.01)
            looks += 1
            if looks % 25 == 0:
                try:
                    with self.connection:
                        self.connection.execute(passed)
                except sqlite3.Error:
                    pass  # The disk is full.
                # One more order is allowed. It probes whether the CRM works again.
                self.campaign.arrivals.allow(self.campaign.arrivals.started)

    def beside(self, body, *values):
        thread = threading.Thread(target=body, args=values)
        thread.start()
        self.background.append(thread)

    def worker(self):
        """Returns a worker that is not frozen. If all are frozen now, this waits for one."""
        while True:
            awake = [worker for worker in self.campaign.workers if not worker.frozen]
            if awake:
                return self.luck.choice(awake)
            time.sleep(0.05)

    def kill(self):
        target = self.luck.choices(["worker", "enqueuer", "both at once"], [6, 2, 2])[0]
        if target != "worker" and not self.kill_enqueuer(alone=target == "enqueuer"):
            target = "worker"
        if target != "enqueuer":
            self.worker().kill()
        self.killed[target] = self.killed.get(target, 0) + 1

    def kill_enqueuer(self, alone):
        """Kills an enqueuer at a random moment of its short life. Returns False if no more orders arrive."""
        arrivals = self.campaign.arrivals
        while not arrivals.are_over and not self.campaign.is_late():
            arrivals.allow(arrivals.started)
            for process in list(arrivals.enqueuers):
                if alone:
                    time.sleep(self.luck.uniform(0, 0.008))
                process.kill()
                return True
            time.sleep(0.001)
        return False

    def fault(self):
        try:
            with self.campaign.sandbox.lock:
                # Only one fault is active at a time, so the next order finds a working CRM.
                for _ in range(100):
                    if not self.campaign.sandbox.control("state", None)["faults"]:
                        break
                    time.sleep(0.01)
                self.campaign.sandbox.control("fault", {
                    "method": "new_order", "fault": (kind := self.luck.choice(FAULTS)), "count": 1,
                    "milliseconds": {"delay": 300, "drip": 5}.get(kind, 3000),
                    "creates_order": kind != "reset_before_reading" and self.luck.random() < 0.5})
        except OSError:
            pass

    def outage(self):
        self.campaign.sandbox.outage(self.luck.uniform(0.1, 0.5))

    def freeze(self):
        if sum(not worker.frozen for worker in self.campaign.workers) < 2:
            time.sleep(0.5)
        self.beside(self.worker().freeze, self.campaign.lease + self.luck.uniform(0.7, 2))

    def clock_jump(self):
        clock = self.campaign.clock
        clock.set(self.luck.choice([seconds for seconds in (-3600, 0, 3600) if seconds != clock.seconds]))

    def full_disk(self):
        def phase(seconds):
            with self.campaign.disk_lock:
                self.campaign.disk.fill()
                time.sleep(seconds)
                self.campaign.disk.clear()

        self.beside(phase, self.luck.uniform(0.1, 0.8))
