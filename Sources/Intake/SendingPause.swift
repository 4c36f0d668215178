public import JobQueue
public import SQLite

/// A pause of all sending that begins when the database turns out to be a copy. The pause lasts until a person decides
/// about the unsent orders.
public struct SendingPause: Sendable, Hashable {
    /// The name of the queue that holds the jobs of unsent orders from before the restore.
    public static let queue = "unconfirmed"

    /// When the copy was noticed, in milliseconds since 1970 (UTC).
    public let noticedAt: Int64
    /// How the program can tell that the database is a copy, as a sentence without the full stop.
    public let reason: String

    /// - Returns: nil if sending is not paused.
    public static func read(on connection: Connection) throws(SQLiteError) -> SendingPause? {
        try connection.first(
            "SELECT noticed_at, reason FROM restores WHERE resumed_at IS NULL ORDER BY id DESC LIMIT 1")
    }

    /// Checks whether the database is a copy, and pauses sending if it is. In the usual case, the check costs one
    /// short read and two calls of `statx`.
    ///
    /// - Parameter now: the current time in milliseconds since 1970.
    public static func look(at queue: JobQueue, now: Int64) throws {
        let database = queue.database
        let generation = Generation(databasePath: database.path)
        if try database.read({ try generation.verdict(on: $0) }) == .original { return }
        let successor = try database.write { connection -> Generation.Successor? in
            let verdict = try generation.verdict(on: connection)
            if verdict == .original { return nil }
            try heed(verdict, queue: queue, now: now, in: connection)
            return try generation.advance(in: connection)
        }
        if let successor { generation.settle(successor) }
    }

    /// Checks whether an order may be sent. The caller calls this in the transaction that stores the decision to send.
    /// If the database turns out to be a copy, the pause begins here.
    public static func allows(
        _ order: OrderReference, at generation: Generation, queue: JobQueue, in connection: Connection
    ) throws(SQLiteError) -> Bool {
        guard try read(on: connection) == nil,
            try !heed(try generation.verdict(on: connection), queue: queue, now: queue.clock.now(), in: connection)
        else { return false }
        return try !isUnconfirmed(order, on: connection)
    }

    /// Whether a person still has to confirm the order.
    public static func isUnconfirmed(
        _ order: OrderReference, on connection: Connection
    ) throws(SQLiteError) -> Bool {
        try connection.scalar(
            "SELECT 1 FROM unconfirmed_orders WHERE order_id = ? AND incarnation = ?", order.order, order.incarnation,
            as: Int.self) != nil
    }

    /// - Returns: whether a pause began.
    @discardableResult
    private static func heed(
        _ verdict: Generation.Verdict, queue: JobQueue, now: Int64, in connection: Connection
    ) throws(SQLiteError) -> Bool {
        guard case .copy(let reason) = verdict else { return false }
        try begin(reason: reason, queue: queue, now: now, in: connection)
        return true
    }

    private static func begin(
        reason: String, queue: JobQueue, now: Int64, in connection: Connection
    ) throws(SQLiteError) {
        try connection.run("DELETE FROM confirmed_orders")
        try connection.run("UPDATE restores SET resumed_at = ? WHERE resumed_at IS NULL", now)
        try connection.run("INSERT INTO restores (noticed_at, reason) VALUES (?, ?)", now, reason)
        // Most of these orders have no job, because nothing is to be sent for them now.
        try connection.forEach("SELECT order_id, incarnation FROM unconfirmed_orders", as: OrderReference.self) {
            order throws(SQLiteError) in
            guard let job = try queue.unfinished(uniqueKey: order.sendJobKey, on: connection) else { return }
            try hold(job: job, queue: queue, in: connection)
        }
    }

    /// Moves the job to the queue of held orders until a person confirms it.
    public static func hold(job: Int64, queue: JobQueue, in connection: Connection) throws(SQLiteError) {
        try queue.move(job, to: self.queue, in: connection)
    }

    /// Ends the pause after a person's decision. From now on, new orders and confirmed orders are sent.
    public static func end(now: Int64, in connection: Connection) throws(SQLiteError) {
        try connection.run("UPDATE restores SET resumed_at = ? WHERE resumed_at IS NULL", now)
    }
}

extension SendingPause: RowDecodable {
    public init(_ row: Row) throws(SQLiteError) {
        noticedAt = try row.get("noticed_at")
        reason = try row.get("reason")
    }
}
