import Intake
import JobQueue
import SQLite
import TestSupport

@testable import OrderSync

/// The workers of the test. One worker runs at a time.
extension LifeWorld {
    /// Runs the jobs in some queues that can run now.
    ///
    /// - Returns: whether there was such a job.
    func work(in queues: [String]) async throws -> Bool {
        _ = try Rescuer(queue: queue, worker: worker).look()
        let plan = try database.read { try QueuePlan.read(on: $0, sendmail: "/nowhere") }
        var isAny = false
        // Sending one order is a step of its own, so only one such job runs. In other queues up to 20 jobs run.
        let limit = queues == [QueueName.crm] ? 1 : 20
        for _ in 0..<limit {
            let claims = try queue.claim(plan.service.specs(of: queues), worker: worker, limit: 1).claims
            guard let claim = claims.first else { break }
            isAny = true
            try await run(claim)
        }
        return isAny
    }

    func run(_ claim: Claim) async throws {
        if claim.job.kind == NotifyManagerJob.kind {
            if let mail = NotifyManagerJob(args: claim.job.args) { mails.append(mail) }
            _ = try database.write { try queue.finish(claim, .completed(), in: $0) }
            return
        }
        guard let handler = handlers[claim.job.kind] else {
            throw LifeViolation("nobody does jobs of the kind \(claim.job.kind)")
        }
        if claim.job.kind == SendOrderJob.kind, next.outcome == .dies { return try loseWorker() }
        if fault == .losesShopUpdates, claim.job.kind == UpdateShopJob.kind {
            _ = try database.write { try queue.finish(claim, .completed(), in: $0) }
            return
        }
        let request = LifeRequest()
        self.request = request
        await request.start { [database, queue] in
            let outcome = try await handler.perform(claim)
            _ = try database.write { try queue.finish(claim, outcome, backoff: handler.backoff, in: $0) }
        }
        if request.isParked {
            parked.append(request)
            try loseWorker()
        }
        if let error = request.error { throw error }
    }

    /// Ends the worker. Another worker takes over.
    func loseWorker() throws {
        try queue.unregister(worker)
        worker = try WorkerIdentity(databasePath: database.path, concurrency: 1)
    }

    func background() async throws {
        for _ in 0..<5 { guard try await work(in: [QueueName.events, QueueName.mail]) else { break } }
    }

    /// Brings the sequence to its end. All missing events arrive, the CRM and the shop work without faults, and time
    /// passes until nothing is left to do.
    func comeToRest() async throws {
        for number in unheard.sorted() { try deliver(number, .command) }
        command = .works
        next = (.accepted, nil, nil)
        for _ in 0..<60 {
            try sweep()
            try await background()
            var isBusy = try await work(in: [QueueName.shop])
            try advance(2_000)
            if try await work(in: [QueueName.crm]) { isBusy = true }
            try plant()
            if let violation { throw violation }
            if isBusy { continue }
            let due = try database.read { connection in
                try connection.scalar(
                    """
                    SELECT min(scheduled_at) FROM jobs
                    WHERE state IN ('scheduled', 'available', 'running') AND queue <> 'mail'
                    """, as: Int64.self)
            }
            guard let due else { return }
            try advance(max(10_000, due - queue.clock.now() + 1))
        }
        throw LifeViolation("its jobs do not come to an end: \(try unfinishedJobs())")
    }

    func unfinishedJobs() throws -> [String] {
        try database.read { connection in
            try connection.column(
                """
                SELECT kind || ' ' || state || ' ' || coalesce(reason, '') FROM jobs
                WHERE state IN ('scheduled', 'available', 'running')
                """, as: String.self)
        }
    }
}
