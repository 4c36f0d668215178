internal import Frontpad
internal import JobQueue
internal import SQLite
internal import Shop

/// The time at which an order stops waiting to be sent.
struct SendDeadline {
    let queue: JobQueue
    /// The worker's own clock-step detector.
    let clockStep: ClockStep
    let settings: Settings

    /// Returns the time until the order's deadline in milliseconds. It is negative if the deadline has passed.
    func timeLeft(of claim: Claim, preOrder: Int64?) throws -> Int64 {
        func left(insertedAt: Int64) -> Int64 {
            deadline(insertedAt: insertedAt, preOrder: preOrder)
                .saturatingSubtracting(queue.clock.now())
        }
        let first = left(insertedAt: claim.job.insertedAt)
        guard first < 0 else { return first }
        // The clock may have jumped a moment ago. In that case this call moves the times of the jobs too.
        try clockStep.look()
        let job = try queue.database.read { try queue.job(claim.job.id, on: $0) }
        return left(insertedAt: job?.insertedAt ?? claim.job.insertedAt)
    }

    /// Returns the order's deadline. For a pre-order, it is the time of the pre-order. For other orders, it is the
    /// time when the job was inserted plus the setting `frontpadapi_send_deadline`.
    private func deadline(insertedAt: Int64, preOrder: Int64?) -> Int64 {
        // If the CRM does not accept the time of a pre-order, the mapper leaves it out of the request. Such a time is
        // not used as a deadline either.
        if let preOrder, preOrder > insertedAt,
            preOrder <= insertedAt.saturatingAdding(NewOrder.maxAdvanceMilliseconds)
        {
            return preOrder
        }
        return insertedAt.saturatingAdding(settings.sendDeadlineMilliseconds)
    }
}
