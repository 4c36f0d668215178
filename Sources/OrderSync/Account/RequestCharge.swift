internal import Frontpad
internal import JobQueue
internal import SQLite

extension JobQueue {
    /// Charges the budget for a request that is about to leave; called before its first byte. One that is not charged,
    /// or whose worker has lost the lease, must not leave.
    ///
    /// - Returns: whether it may leave.
    func charge(_ claim: Claim) -> Bool {
        let isCharged = try? database.write { connection in
            guard try holds(claim, on: connection) else { return false }
            // An order may have taken its place in the budget.
            return try spendIfReserved(claim, in: connection)
        }
        return isCharged ?? false
    }

    /// As ``charge(_:)``, for one more request of the same claim, which has reserved one only.
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
    /// For a request of which nothing left. One that was not charged has cost the job nothing: its place in the budget
    /// went to something more urgent, and it comes back in its turn.
    var jobOutcome: JobOutcome {
        cause == .withdrawn
            ? .giveBack(reason: "its request was left to a more urgent one") : .retry(error: description)
    }
}
