public import SQLite

extension JobQueue {
    /// Saves how far an attempt has come. The next attempt finds the text in ``Job/progress``, even if the worker
    /// crashed.
    ///
    /// - Parameters:
    ///   - progress: text that the job's handler understands, such as a JSON object. Nil deletes the saved text.
    ///   - claim: the claim of the attempt.
    ///   - connection: the connection of the transaction that also stores the work itself.
    /// - Returns: false if the claim is no longer valid. Then nothing was saved, and the attempt should end.
    @discardableResult
    public func saveProgress(
        _ progress: String?, of claim: Claim, in connection: Connection
    ) throws(SQLiteError) -> Bool {
        try connection.run(ProgressSQL.save, progress, claim.job.id, claim.worker, claim.attempt) == 1
    }

    /// Saves how far an attempt has come, in a transaction of its own.
    @discardableResult
    public func saveProgress(_ progress: String?, of claim: Claim) throws -> Bool {
        try database.write { try saveProgress(progress, of: claim, in: $0) }
    }
}

enum ProgressSQL {
    /// Uses the primary key.
    static let save = """
        UPDATE jobs SET progress = ? WHERE id = ? AND state = 'running' AND worker = ? AND attempt = ?
        """
}
