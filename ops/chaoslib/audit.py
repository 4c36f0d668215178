"""The audit at the end: compares the CRM's list and journal, the database, and the acknowledged orders."""
import json, os


class Audit:
    def __init__(self, campaign):
        self.acknowledged = campaign.arrivals.acknowledged
        rows = campaign.rows("SELECT order_id, crm_state, crm_order_id FROM crm_orders")
        self.states = {number: state for number, state, _ in rows}
        self.sent = {number for number, state, _ in rows if state == "sent"}
        self.doubt = {number for number, state, _ in rows if state == "in_doubt"}
        self.in_crm = {}
        for order in lines(campaign.sandbox.orders):
            self.in_crm.setdefault(number_of(order["fields"]["name"]), set()).add(order["order_id"])
        self.known_ids = {number: crm_id for number, _, crm_id in rows}
        self.is_undisturbed = not any(campaign.counts.values())
        self.read_journal(campaign.sandbox.journal)
        # If a worker stored an outcome right before its death, it could not print the outcome. The database has it.
        lost = set(campaign.rows("SELECT job_id, attempt FROM attempts WHERE outcome = 'lost'"))
        self.rescued = waits(campaign.events, campaign.killed, lost, "rescued")
        self.claimed_again = waits(campaign.events, campaign.killed, lost, "claimed")

    def read_journal(self, path):
        """Finds the orders that, in the CRM's view, were interrupted after bytes had left. Also finds those of them
        that came again afterwards.
        """
        requests, answered = {}, set()
        for line in lines(path):
            if line["event"] == "answered":
                answered.add(line["request"])
            elif line["name"]:
                requests.setdefault(number_of(line["name"]), []).append(line["request"])
        self.reached = set(requests)
        self.cut = {number for number, made in requests.items() if any(each not in answered for each in made)}
        self.resent = sorted(
            number for number, made in requests.items() if any(each not in answered for each in made[:-1]))

    def has_evidence(self, number):
        """Whether the order's id in the CRM is known. If it is, an answer has arrived, although the CRM thinks that
        none has.
        """
        return number in self.sent and self.known_ids[number] in self.in_crm.get(number, ())

    def failures(self):
        return {
            "lost": sorted(
                number for number in self.acknowledged if self.states.get(number) not in ("sent", "in_doubt")
                or (number in self.sent and number not in self.in_crm)),
            "duplicated": sorted(number for number, ids in self.in_crm.items() if len(ids) > 1),
            "sent again after a cut-off": self.resent,
            "cut off and not in doubt": sorted(
                number for number in self.cut - self.doubt if not self.has_evidence(number)),
            "in doubt without any failure": sorted(self.doubt) if self.is_undisturbed else [],
            "in the CRM but not known as sent": sorted(set(self.in_crm) - self.sent - self.doubt),
        }

    def text(self):
        besides = self.doubt - self.cut
        result = "in the CRM %d, known as sent %d, in doubt %d (of these in the CRM %d)\n" % (
            len(self.in_crm), len(self.sent), len(self.doubt), len(self.doubt & set(self.in_crm)))
        result += "cut off after bytes had left %d, of these in doubt %d, settled by an answer %d\n" % (
            len(self.cut), len(self.cut & self.doubt), len(self.cut - self.doubt))
        result += "in doubt besides %d: answered, but the worker died before it stored that, %d; nothing " \
            "reached the CRM %d\n" % (len(besides), len(besides & self.reached), len(besides - self.reached))
        result += "jobs of killed workers: rescued after %s; claimed again after %s\n" % (
            spread(self.rescued), spread(self.claimed_again))
        return result + ", ".join(
            "%s %d" % (name, len(numbers)) for name, numbers in self.failures().items()
            if numbers or "nothing" not in name)


def waits(events, killed, lost, wanted):
    """Returns, for each job that a killed worker lost, the seconds until another worker rescued or claimed it. The
    list is sorted.
    """
    found, open_jobs = {}, {}
    for at, worker, event, job, attempt in sorted(events, key=lambda each: each[0]):
        if event == wanted:
            found.setdefault(job, []).append((at, worker))
        if event == "claimed" and (job, attempt) in lost:
            open_jobs.setdefault(worker, set()).add(job)
        elif event != "rescued":
            open_jobs.get(worker, set()).discard(job)
    result = []
    for at, worker in killed:
        for job in open_jobs.get(worker, ()):
            later = [then - at for then, other in found.get(job, ()) if other != worker and then > at]
            if later:
                result.append(min(later))
    return sorted(result)


def spread(seconds):
    if not seconds:
        return "(none)"
    return "%.3f s (median of %d), %.3f s (99 %%), %.3f s (longest)" % (
        seconds[len(seconds) // 2], len(seconds), seconds[len(seconds) * 99 // 100], seconds[-1])


def number_of(name):
    return int(name.split("-")[1])


def lines(path):
    if not os.path.exists(path):
        return []
    with open(path) as file:
        return [json.loads(line) for line in file if line.endswith("\n")]
