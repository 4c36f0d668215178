public import Intake
internal import JobQueue
internal import SQLite
public import Shop

/// The message to the manager about a restored database.
enum RestoreNotice {
    /// Tells the manager once for each restore. If no address for e-mails is set yet, this waits until one is set.
    ///
    /// - Returns: whether an e-mail was queued.
    static func tell(queue: JobQueue) throws -> Bool {
        let untold = "SELECT 1 FROM restores WHERE told_at IS NULL AND resumed_at IS NULL"
        guard try queue.database.read({ try $0.scalar(untold, as: Int.self) }) != nil else { return false }
        return try queue.database.write { connection in
            let settings = try Settings.read(on: connection)
            guard !settings.managerEmail.isEmpty, let pause = try SendingPause.read(on: connection) else {
                return false
            }
            try Settlement(queue: queue, settings: settings).notify(
                subject: RestoreMessages.subject,
                body: RestoreMessages.body(waiting: try Confirmation.count(on: connection)),
                reference: nil, topic: "restore:\(pause.noticedAt)", in: connection)
            try connection.run(
                "UPDATE restores SET told_at = ? WHERE told_at IS NULL AND resumed_at IS NULL", queue.clock.now())
            return true
        }
    }
}

extension SendingPause {
    /// A text for administrators. It says what happened, why, and what to do.
    public var explanation: Bilingual { RestoreMessages.paused(reason: reason).plain }
}
