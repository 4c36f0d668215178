"""What goes wrong, and when: a list in random order by the seed, spread over the stream of orders."""
import random, threading, time

FAULTS = ["delay", "reset_before_reading", "reset_after_reading", "close_after_reading", "truncated", "garbage",
          "not_json", "status_500", "status_502_html", "silent", "empty", "drip"]


class Troubles:
    def __init__(self, campaign, counts):
        self.campaign, self.luck, self.killed = campaign, random.Random(campaign.seed * 13 + 5), {}
        self.list = [getattr(self, name) for name, count in counts.items() for _ in range(count)]
        self.luck.shuffle(self.list)
        self.background = []

    def run(self):
        """Goes through the list: each when so much of the stream has come as there is of the list before it."""
        campaign = self.campaign
        for index, trouble in enumerate(self.list):
            due = campaign.orders * index / len(self.list)
            while campaign.doors.taken < due and not campaign.doors.are_closed:
                time.sleep(0.005)
            time.sleep(self.luck.uniform(0, 0.03))
            if campaign.is_late():
                return
            trouble()
        for thread in self.background:
            thread.join()

    def beside(self, body, *values):
        thread = threading.Thread(target=body, args=values)
        thread.start()
        self.background.append(thread)

    def worker(self):
        """One that is not frozen; there is always one, or there will be soon."""
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
        """At any instant of its short life. Returns False where no order comes any more."""
        while not self.campaign.doors.are_closed:
            for process in list(self.campaign.doors.enqueuers):
                if alone:
                    time.sleep(self.luck.uniform(0, 0.008))
                process.kill()
                return True
            time.sleep(0.001)
        return False

    def fault(self):
        try:
            with self.campaign.sandbox.lock:
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
        self.campaign.clock.set(self.luck.choice([hour for hour in (-3600, 0, 3600) if hour != self.campaign.clock.seconds]))

    def full_disk(self):
        def phase(seconds):
            with self.campaign.disk_lock:
                self.campaign.disk.fill()
                time.sleep(seconds)
                self.campaign.disk.clear()

        self.beside(phase, self.luck.uniform(0.1, 0.8))
