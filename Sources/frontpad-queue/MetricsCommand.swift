internal import CommandKit
internal import Intake
internal import JobQueue
internal import OrderSync
internal import SQLite

/// The command `frontpad-queue metrics`.
struct MetricsCommand {
    static let command = Command(
        "metrics", "Print counters and latencies in the Prometheus text format.",
        discussion: ["The cost does not grow with the number of finished jobs."],
        examples: [
            Example(
                "frontpad-queue metrics > /var/lib/prometheus/node-exporter/frontpad.prom",
                "Write a file for the collector.")
        ]
    ) { try MetricsCommand(console: $1).run($0) }

    let console: Console

    private struct Snapshot {
        let backlog: Backlog
        let metrics: [JobMetrics]
        let controls: [QueueControl]
        let workers: [WorkerRecord]
        let orders: [CRMState: Int]
        let account: AccountState
    }

    private func run(_ input: Input) throws -> ExitStatus {
        let snapshot = try console.read { connection in
            Snapshot(
                backlog: try console.queue.backlog(on: connection),
                metrics: try console.queue.metrics(on: connection),
                controls: try console.queue.controls(on: connection),
                workers: try console.queue.workers(on: connection),
                orders: try OrderSummary.openCounts(on: connection),
                account: try AccountState.read(queue: console.queue, on: connection))
        }
        var text = PrometheusText()
        write(snapshot, to: &text)
        writeJobs(snapshot.metrics, to: &text)
        StandardOutput.write(text.text)
        return .success
    }

    private func write(_ snapshot: Snapshot, to text: inout PrometheusText) {
        text.family("frontpad_jobs", .gauge, "Unfinished and discarded jobs, by state and queue.")
        for state in JobState.allCases {
            for (queue, count) in (snapshot.backlog.counts[state] ?? [:]).sorted(by: { $0.key < $1.key }) {
                text.sample("frontpad_jobs", [("state", state.rawValue), ("queue", queue)], count)
            }
        }
        text.family("frontpad_jobs_inserted_total", .counter, "Jobs inserted since the installation.")
        text.sample("frontpad_jobs_inserted_total", [], snapshot.backlog.inserted)
        text.family("frontpad_oldest_wait_seconds", .gauge, "How long the oldest job that is ready to run has waited.")
        text.sample("frontpad_oldest_wait_seconds", [], PrometheusText.seconds(snapshot.backlog.oldestWait ?? 0))
        text.family("frontpad_queue_paused", .gauge, "1 if a person has paused the queue.")
        for control in snapshot.controls {
            text.sample("frontpad_queue_paused", [("queue", control.queue)], control.pause == nil ? 0 : 1)
        }
        text.family("frontpad_workers", .gauge, "Running workers, and dead ones whose jobs will be rescued.")
        let dead = snapshot.workers.count(where: \.isDead)
        text.sample("frontpad_workers", [("state", "alive")], snapshot.workers.count - dead)
        text.sample("frontpad_workers", [("state", "dead")], dead)
        text.family("frontpad_orders", .gauge, "Orders that are not known to be in Frontpad, by state.")
        for state in CRMState.allCases where state != .sent {
            text.sample("frontpad_orders", [("state", state.rawValue)], snapshot.orders[state] ?? 0)
        }
        text.family("frontpad_account_closed", .gauge, "1 while Frontpad rejects all orders of this account.")
        text.sample("frontpad_account_closed", [], snapshot.account.breaker == nil ? 0 : 1)
        text.family("frontpad_log_bytes", .gauge, "The size of the database's write-ahead log.")
        text.sample("frontpad_log_bytes", [], Int(console.database.walSize))
    }

    private func writeJobs(_ metrics: [JobMetrics], to text: inout PrometheusText) {
        func labels(_ row: JobMetrics) -> [(String, String)] { [("queue", row.queue), ("kind", row.kind)] }
        text.family("frontpad_job_claims_total", .counter, "Claims of jobs.")
        for row in metrics { text.sample("frontpad_job_claims_total", labels(row), row.claimed) }
        text.family("frontpad_job_attempts_total", .counter, "Attempts that have ended, by outcome.")
        for row in metrics {
            for outcome in Attempt.Outcome.allCases {
                text.sample(
                    "frontpad_job_attempts_total", labels(row) + [("outcome", outcome.rawValue)],
                    row.outcomes[outcome] ?? 0)
            }
        }
        text.family("frontpad_job_wait_seconds", .histogram, "Time from when a job was due to its claim.")
        for row in metrics { write(row.wait, "frontpad_job_wait_seconds", labels(row), to: &text) }
        text.family("frontpad_job_run_seconds", .histogram, "Time from the claim to the end of the attempt.")
        for row in metrics { write(row.run, "frontpad_job_run_seconds", labels(row), to: &text) }
    }

    private func write(
        _ histogram: LatencyHistogram, _ name: String, _ labels: [(String, String)], to text: inout PrometheusText
    ) {
        text.histogram(
            name, labels, bounds: LatencyHistogram.bounds, counts: histogram.counts, sum: histogram.sum)
    }
}
