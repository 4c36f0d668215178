public import SQLite

/// A request from a person or from the shop to stop sending an order.
public enum CancelRequest {
    public enum Result: Sendable, Hashable {
        /// The order will not be sent.
        case cancelled
        /// The order had been cancelled before.
        case alreadyCancelled
        /// The CRM has the order or may have it. Only a person can cancel the order there, so the manager gets a
        /// message.
        case tellManager(CRMState)
        case noSuchOrder
    }

    /// Records the request in the caller's transaction. Triggers cancel the job and insert the message to the manager.
    /// The caller rings the doorbell after the commit.
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
