public import SQLite

extension JobQueue {
    /// Saves how far an attempt has come; the next attempt finds it in ``Job/progress``. It survives a crash of the
    /// worker.
    ///
    /// - Parameters:
    ///   - progress: text that the job's handler understands, such as a JSON object; nil deletes it.
    ///   - claim: the attempt.
    ///   - connection: the transaction that stores the work itself.
    /// - Returns: false if the claim no longer holds. Nothing was saved, and the attempt should end.
    @discardableResult
    public func saveProgress(
        _ progress: String?, of claim: Claim, in connection: Connection
    ) throws(SQLiteError) -> Bool {
        try connection.run(ProgressSQL.save, progress, claim.job.id, claim.worker, claim.attempt) == 1
    }

    /// The same in a transaction of its own.
    @discardableResult
    public func saveProgress(_ progress: String?, of claim: Claim) throws -> Bool {
        try database.write { try saveProgress(progress, of: claim, in: $0) }
    }
}

enum ProgressSQL {
    /// Index: the primary key.
    static let save = """
        UPDATE jobs SET progress = ? WHERE id = ? AND state = 'running' AND worker = ? AND attempt = ?
        """
}
