internal import Frontpad
internal import JobQueue
internal import SQLite

extension JobQueue {
    /// Charges the budget for a request right before its first byte leaves. If the request cannot be charged or the
    /// worker has lost the lease, the request must not leave.
    ///
    /// - Returns: whether the request may leave.
    func charge(_ claim: Claim) -> Bool {
        let isCharged = try? database.write { connection in
            guard try holds(claim, on: connection) else { return false }
            // This can fail, because an order may have taken over the reservation.
            return try spendIfReserved(claim, in: connection)
        }
        return isCharged ?? false
    }

    /// Charges the budget for a second request of the same claim. ``charge(_:)`` cannot do this, because the claim has
    /// reserved only one use.
    func chargeAnother(_ claim: Claim, to budget: String) -> Bool {
        let isCharged = try? database.write { connection in
            guard try holds(claim, on: connection) else { return false }
            try use(budget, in: connection)
            return true
        }
        return isCharged ?? false
    }
}

extension NotSent {
    /// The outcome of a job if its request did not leave. If the request was withdrawn, a more urgent request has
    /// taken its place in the budget. In that case the job uses no attempt and is claimed again later.
    var jobOutcome: JobOutcome {
        cause == .withdrawn
            ? .giveBack(reason: "its request was left to a more urgent one") : .retry(error: description)
    }
}
