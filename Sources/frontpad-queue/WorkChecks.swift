internal import Intake
internal import JobQueue
internal import OrderSync
internal import SQLite

/// The doctor's checks of the clock and the jobs.
struct WorkChecks {
    /// How far ahead of the clock a stored time may be. In milliseconds.
    private static let tolerance: Int64 = 60_000
    /// The distance that counts as too far in the future, in milliseconds. The longest normal wait is that of a
    /// pre-order, which can be made at most 30 days ahead.
    private static let farAhead: Int64 = 31 * 86_400_000
    private let console: Console

    init(_ console: Console) { self.console = console }

    /// Checks the clock. A stored time is ahead of the clock only if the clock was ahead or was set back.
    func clock() throws -> [Finding] {
        let now = QueueClock.system.now()
        let (stored, event) = try console.read { connection in
            (
                try console.queue.storedTimes(on: connection),
                try connection.scalar("SELECT at FROM order_events ORDER BY id DESC LIMIT 1", as: Int64.self)
            )
        }
        var findings: [Finding] = []
        if let latest = [stored.latest, event].compactMap({ $0 }).max(), latest > now + WorkChecks.tolerance {
            findings.append(
                .bad(
                    "clock",
                    "the clock says \(console.time(now)), but something was stored at \(console.time(latest)): the "
                        + "clock was ahead or has been set back; see timedatectl"))
        }
        if !stored.ahead.isEmpty {
            findings.append(
                .bad(
                    "clock",
                    "these jobs were stored while the clock was ahead, and count as new until that time has come: "
                        + stored.ahead.map(String.init).joined(separator: ", ")
                        + " (frontpad-queue show says what they are); they hold up no other"))
        }
        if let job = stored.furthest, job.scheduledAt > now + WorkChecks.farAhead {
            findings.append(
                .bad(
                    "clock",
                    "job \(job.id) waits until \(console.time(job.scheduledAt)): the clock was ahead when the job was "
                        + "scheduled; frontpad-queue retry \(job.id) runs it now"))
        }
        return findings.isEmpty ? [.good("clock", "\(console.time(now)), and no stored time is ahead of it")] : findings
    }

    /// Finds jobs that no worker of this version runs. Either a newer version has inserted them, or their kind or
    /// queue is misspelt.
    func waiting() throws -> [Finding] {
        let unknown = try console.read { try console.queue.unknownKinds(on: $0) }
            .sorted { $0.key < $1.key }.map { "\($0.value) of the kind \($0.key)" }
        let served = Set(SyncWorker.queues(of: console.queue) + [SendingPause.queue])
        let backlog = try console.read { try console.queue.backlog(on: $0) }
        let unserved = (backlog.counts[.available] ?? [:]).filter { !served.contains($0.key) }
            .sorted { $0.key < $1.key }.map { "\($0.value) in the queue \($0.key)" }
        let stuck = unknown + unserved
        guard !stuck.isEmpty else { return [.good("jobs", "none of an unknown kind or in an unknown queue")] }
        let state: JobState = unknown.isEmpty ? .available : .scheduled
        return [
            .bad(
                "jobs",
                "no worker can run \(stuck.joined(separator: ", ")): update frontpad-worker, or cancel the jobs "
                    + "(frontpad-queue list --state \(state))")
        ]
    }
}
