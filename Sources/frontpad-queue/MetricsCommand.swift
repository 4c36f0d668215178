internal import CommandKit
internal import JobQueue
internal import OrderSync
internal import SQLite

/// `frontpad-queue metrics`. What it reads grows with what waits and with the number of kinds, never with history.
struct MetricsCommand {
    private let console: Console

    init(_ console: Console) { self.console = console }

    private struct Snapshot {
        let backlog: Backlog
        let metrics: [JobMetrics]
        let controls: [QueueControl]
        let workers: [WorkerRecord]
        let orders: [CRMState: Int]
        let account: AccountState
    }

    func run() throws -> ExitStatus {
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
        text.family("frontpad_jobs", .gauge, "Jobs that are not finished, and those given up, by state and queue.")
        for state in JobState.allCases {
            for (queue, count) in (snapshot.backlog.counts[state] ?? [:]).sorted(by: { $0.key < $1.key }) {
                text.sample("frontpad_jobs", [("state", state.rawValue), ("queue", queue)], count)
            }
        }
        text.family("frontpad_jobs_inserted_total", .counter, "Jobs inserted since the installation.")
        text.sample("frontpad_jobs_inserted_total", [], snapshot.backlog.inserted)
        text.family("frontpad_oldest_wait_seconds", .gauge, "How long the oldest job that may run has waited.")
        text.sample("frontpad_oldest_wait_seconds", [], PrometheusText.seconds(snapshot.backlog.oldestWait ?? 0))
        text.family("frontpad_queue_paused", .gauge, "1 where a person has paused the queue.")
        for control in snapshot.controls {
            text.sample("frontpad_queue_paused", [("queue", control.queue)], control.pause == nil ? 0 : 1)
        }
        text.family("frontpad_workers", .gauge, "Workers that run, and those whose jobs are about to be taken back.")
        let dead = snapshot.workers.count(where: \.isDead)
        text.sample("frontpad_workers", [("state", "alive")], snapshot.workers.count - dead)
        text.sample("frontpad_workers", [("state", "dead")], dead)
        text.family("frontpad_orders", .gauge, "Orders that are not in Frontpad for certain, by state.")
        for state in CRMState.allCases where state != .sent {
            text.sample("frontpad_orders", [("state", state.rawValue)], snapshot.orders[state] ?? 0)
        }
        text.family("frontpad_account_closed", .gauge, "1 while Frontpad takes no orders of this account.")
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
        text.family("frontpad_job_wait_seconds", .histogram, "From the time when a job was due to its claim.")
        for row in metrics { write(row.wait, "frontpad_job_wait_seconds", labels(row), to: &text) }
        text.family("frontpad_job_run_seconds", .histogram, "From the claim to the end of the attempt.")
        for row in metrics { write(row.run, "frontpad_job_run_seconds", labels(row), to: &text) }
    }

    private func write(
        _ histogram: LatencyHistogram, _ name: String, _ labels: [(String, String)], to text: inout PrometheusText
    ) {
        text.histogram(
            name, labels, bounds: LatencyHistogram.bounds, counts: histogram.counts, sum: histogram.sum)
    }
}
