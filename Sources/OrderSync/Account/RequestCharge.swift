internal import Frontpad
internal import JobQueue
internal import SQLite

extension JobQueue {
    /// Charges the budget for a request, right before its first byte leaves. A request that cannot be charged, or whose
    /// worker has lost the lease, must not leave.
    ///
    /// - Returns: whether it may leave.
    func charge(_ claim: Claim) -> Bool {
        let isCharged = try? database.write { connection in
            guard try holds(claim, on: connection) else { return false }
            // An order may have taken over the reservation.
            return try spendIfReserved(claim, in: connection)
        }
        return isCharged ?? false
    }

    /// As ``charge(_:)``, for another request of the same claim. The claim has reserved one use only.
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
    /// How a job ends whose request did not leave. If the request was not charged, its place in the budget went to a
    /// more urgent one. Then the job spends no attempt and is claimed again later.
    var jobOutcome: JobOutcome {
        cause == .withdrawn
            ? .giveBack(reason: "its request was left to a more urgent one") : .retry(error: description)
    }
}
