public import SQLite

/// A person's or the shop's request not to send an order any more.
public enum CancelRequest {
    public enum Result: Sendable, Hashable {
        /// It will not be sent.
        case cancelled
        /// It was cancelled before.
        case alreadyCancelled
        /// The CRM has it or may have it: only a person can cancel it there. The manager is told.
        case tellManager(CRMState)
        case noSuchOrder
    }

    /// Records the request in the caller's transaction. Triggers cancel the job and tell the manager. The caller rings the
    /// doorbell.
    public static func make(_ order: OrderReference, in connection: Connection) throws(SQLiteError) -> Result {
        guard let standing = try CRMStanding.read(order, on: connection) else { return .noSuchOrder }
        let isNew = try connection.updateOrder(
            order, set: "cancelled_at = (SELECT now FROM present), cancel_reason = 'command'",
            where: "cancelled_at IS NULL")
        guard isNew else { return .alreadyCancelled }
        switch standing.state {
        case .new, .failed: return .cancelled
        case .sending, .sent, .inDoubt: return .tellManager(standing.state)
        }
    }
}
