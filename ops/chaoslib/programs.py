"""The programs that run during a campaign: the stand-in CRM, and workers that are restarted when they end."""
import json, os, signal, subprocess, sys, threading, time, urllib.request


class Sandbox:
    """The stand-in CRM. It keeps its orders, its journal and its port when it is killed."""

    def __init__(self, campaign):
        self.campaign, self.port, self.process, self.lock = campaign, 0, None, threading.Lock()
        self.orders, self.journal = campaign.path("crm.jsonl"), campaign.path("journal.jsonl")
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.campaign.program("frontpad-sandbox"), "--no-limits", "--port", str(self.port),
             "--orders", self.orders, "--journal", self.journal],
            stdout=subprocess.PIPE, stderr=self.campaign.log)
        line = self.process.stdout.readline().decode()
        if "listening" not in line:
            sys.exit("chaos: the sandbox did not start: see " + self.campaign.path("log"))
        self.port = int(line.rsplit(":", 1)[1])

    def control(self, name, value):
        request = urllib.request.Request(
            "http://127.0.0.1:%d/sandbox/%s" % (self.port, name), json.dumps(value).encode() if value else None)
        return json.load(urllib.request.urlopen(request, timeout=10))

    def outage(self, seconds):
        with self.lock:
            self.process.kill()
            self.process.wait()
            time.sleep(seconds)
            self.start()


class Worker:
    """A worker and its successors. Each line of their output is stored with the time at which it arrived."""

    def __init__(self, campaign):
        self.campaign, self.process, self.lock = campaign, None, threading.Lock()
        self.frozen, self.ending = False, False
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.campaign.program("frontpad-worker"), "--json", "--lease", str(self.campaign.lease)],
            env=self.campaign.worker_environment, stderr=subprocess.PIPE)
        threading.Thread(target=self.listen, args=(self.process,), daemon=True).start()

    def listen(self, process):
        for line in process.stderr:
            at = time.monotonic()
            self.campaign.log.write(line)
            try:
                event = json.loads(line)
            except ValueError:
                continue
            jobs = event["jobs"] if event["event"] == "rescued" else [event["job_id"]] if "job_id" in event else []
            self.campaign.events.extend(
                (at, process, event["event"], job, event.get("attempt")) for job in jobs)
        process.wait()
        with self.lock:
            # If the worker was not stopped but ended because of a full disk, it is restarted after a pause, as a
            # service manager would do.
            if process is self.process and not self.ending:
                time.sleep(0.1)
                self.start()

    def kill(self):
        with self.lock:
            self.process.kill()
            # The process is stored and not its number, because the system reuses numbers in a long campaign.
            self.campaign.killed.append((time.monotonic(), self.process))
            self.process.wait()
            self.start()

    def freeze(self, seconds):
        """Stops the worker for longer than its lease, then lets it continue."""
        with self.lock:
            process, self.frozen = self.process, True
            process.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        process.send_signal(signal.SIGCONT)
        self.frozen = False

    def stop(self):
        with self.lock:
            self.ending = True
            self.process.send_signal(signal.SIGTERM)
            return self.process.wait()
