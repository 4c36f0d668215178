internal import ChildProcess
internal import Intake
internal import JSON
internal import JobQueue
internal import SQLite
internal import Shop

/// Performs the jobs `update_shop`. Each job runs the shop's own command and passes one JSON object to its standard
/// input.
struct UpdateShopHandler: JobHandler {
    let backoff = Backoff.exponential(base: 5_000, cap: 15 * 60_000)
    /// How long a checkout may still run after it has created its order, in milliseconds.
    private static let checkoutTime: Int64 = 10_000
    private let queue: JobQueue
    private let timeLimit: Duration
    private let runChild: ShopCommand.Run

    /// - Parameters:
    ///   - timeLimit: the time after which the command is killed.
    ///   - runChild: starts the command.
    init(queue: JobQueue, timeLimit: Duration = .seconds(60), runChild: @escaping ShopCommand.Run = ShopCommand.run) {
        self.queue = queue
        self.timeLimit = timeLimit
        self.runChild = runChild
    }

    /// Tells the manager after days of failures what the shop has missed.
    func gaveUp(on job: UpdateShopJob, claim: Claim, error: String, in connection: Connection) throws {
        let settings = try Settings.read(on: connection)
        let name = try CRMOrder.read(job.reference, on: connection)?.name ?? "\(job.reference.order)"
        try OrderLog.append(
            job.reference, "shop_not_updated", error, now: queue.clock.now(), in: connection)
        try Settlement(queue: queue, settings: settings).notify(
            subject: ShopMessages.notUpdatedSubject(order: name),
            body: ShopMessages.notUpdated(status: job.setStatus, comment: job.comment, error: error),
            reference: job.reference, topic: "shop_missed:\(claim.job.id)", in: connection)
    }

    func perform(_ stored: UpdateShopJob, claim: Claim) async throws -> JobOutcome {
        let (order, settings) = try queue.database.read { connection in
            (try CRMOrder.read(stored.reference, on: connection), try Settings.read(on: connection))
        }
        guard let order, !order.isArchived else {
            return .cancel(reason: "the shop has given the id of the order to another one")
        }
        guard let command = settings.shopCommand else {
            return .giveBack(reason: "frontpadapi_shop_command is not set")
        }
        if let wait = try checkout(of: stored) {
            return .snooze(milliseconds: wait, reason: "the checkout may still set the order's status")
        }
        if let waiting = try await waitForOlder(claim) { return waiting }
        // An older update may have told the status just now.
        let job = try queue.database.read { try stored.resolved(on: $0) }
        let child = { (job: UpdateShopJob) in
            try ShopCommand.child(
                command, input: job.input(job: claim.job.id, num: order.num, createdon: order.createdon),
                limits: ChildProcess.Limits(time: timeLimit))
        }
        guard let firstRun = try child(job) else { return .giveBack(reason: "frontpadapi_shop_command is empty") }
        let answer = read(try await runChild(firstRun))
        guard case .answered(let first) = answer, !first.isApplied, let expected = job.expectStatus,
            let status = first.status, status != expected, status != job.setStatus,
            try queue.database.read({ try ShopStatus.lastSet(job.reference, on: $0) }) == status
        else { return try settle(answer, job, settings) }
        // The order has the status that the queue set last. So nobody else has changed it, and only the hook that
        // reports our change is late.
        guard let secondRun = try child(job.expecting(status)) else { return try settle(answer, job, settings) }
        return try settle(read(try await runChild(secondRun)), job, settings)
    }

    /// Waits for the end of a checkout. A checkout creates its order and sets the first status a moment later. This
    /// status would overwrite ours.
    ///
    /// - Returns: the time to wait for the end of the checkout in milliseconds, or nil if no wait is needed.
    private func checkout(of job: UpdateShopJob) throws -> Int64? {
        guard job.setStatus != nil else { return nil }
        let createdAt = try queue.database.read { connection in
            // When the checkout has set the status, the order's last event is `status`. Before that, it is `created`.
            try connection.scalar(
                """
                SELECT created_event_at FROM every_order WHERE order_id = ? AND incarnation = ? AND event = 'created'
                """, job.reference.order, job.reference.incarnation, as: Int64.self)
        }
        guard let createdAt else { return nil }
        let passed = queue.clock.now() - createdAt
        return (0..<UpdateShopHandler.checkoutTime).contains(passed) ? UpdateShopHandler.checkoutTime - passed : nil
    }

    /// Waits for older updates, so that the updates of an order reach the shop in the order in which they were
    /// inserted.
    ///
    /// - Returns: the outcome of the job if it has to wait for an older update, or nil if there is none.
    private func waitForOlder(_ claim: Claim) async throws -> JobOutcome? {
        guard let subject = claim.job.subject else { return nil }
        while true {
            let oldest = try queue.database.read { connection in
                try queue.unfinished(about: subject, kind: UpdateShopJob.kind, on: connection).first
            }
            guard let oldest, oldest.id < claim.job.id else { return nil }
            switch oldest.state {
            case .running: try await queue.clock.sleep(50)
            // A snooze puts this job behind the older one. If the job were given back instead, a worker would claim it
            // first again and again.
            case .available:
                return .snooze(milliseconds: 100, reason: "an older update of the order goes first")
            case .scheduled:
                return .snooze(
                    milliseconds: max(1, oldest.scheduledAt.saturatingSubtracting(queue.clock.now())).saturatingAdding(
                        100),
                    reason: "an older update of the order waits")
            case .completed, .discarded, .cancelled: return nil
            }
        }
    }

    /// The result of a run of the command.
    private enum Answer {
        case answered(ShopAnswer)
        case notNow
        case failed(String)
    }

    private struct ShopAnswer {
        let isApplied: Bool
        let status: Int?
        /// The status before the command changed it; nil where the shop does not say.
        let statusBefore: Int?
        let reason: String?
    }

    private func read(_ result: ChildResult) -> Answer {
        switch ShopCommand.ending(of: result) {
        case .done: break
        case .notNow: return .notNow
        case .failed(let words): return .failed("the shop's command \(words)")
        }
        guard let answer = answer(in: result.standardOutput.text), let isApplied = answer["applied"]?.bool else {
            return .failed("the shop's command gave no answer that can be read")
        }
        return .answered(
            ShopAnswer(
                isApplied: isApplied, status: answer["status"]?.int, statusBefore: answer["status_before"]?.int,
                reason: answer["reason"]?.string.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }))
    }

    private func settle(_ answer: Answer, _ job: UpdateShopJob, _ settings: Settings) throws -> JobOutcome {
        switch answer {
        case .notNow: return .snooze(milliseconds: 30_000, reason: "the shop asks to try again later")
        case .failed(let error): return .retry(error: error)
        case .answered(let answer):
            try queue.database.write { connection in
                let now = queue.clock.now()
                let what = [job.setStatus.map { "status \($0)" }, job.comment.map { _ in "comment" }]
                let detail =
                    what.compactMap { $0 }.joined(separator: ", ") + (answer.reason.map { ": \($0)" } ?? "")
                // If the shop already has the status, nothing needs to change.
                let isRight = answer.isApplied || (job.setStatus != nil && answer.status == job.setStatus)
                try OrderLog.append(
                    job.reference, isRight ? "shop_updated" : "shop_not_updated", detail, now: now, in: connection)
                if answer.isApplied, let status = job.setStatus {
                    try ShopStatus.noteSet(status, for: job.reference, now: now, in: connection)
                }
                if job.takesBack {
                    try StatusBeforeError.delete(job.reference, in: connection)
                } else if answer.isApplied, job.setStatus == settings.errorStatus, let before = answer.statusBefore,
                    before != settings.errorStatus, before != 0
                {
                    try StatusBeforeError.store(before, of: job.reference, in: connection)
                }
            }
            return .completed(
                note: answer.isApplied ? nil : "not applied" + (answer.reason.map { ": \($0)" } ?? ""))
        }
    }

    /// Returns the last line that is a JSON object. PHP may print notices before it.
    private func answer(in output: String) -> JSON? {
        for line in output.split(whereSeparator: \.isNewline).reversed() {
            if let json = try? JSON.parse(String(line)), json.object != nil { return json }
        }
        return nil
    }
}
