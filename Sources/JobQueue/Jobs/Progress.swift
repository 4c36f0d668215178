public import SQLite

extension JobQueue {
    /// Stores how far an attempt has come, for the next one: ``Job/progress``. It outlives a crash of the worker.
    ///
    /// - Parameters:
    ///   - progress: in the words of the job's handler, such as a JSON object; nil takes it away.
    ///   - claim: the attempt that has come so far.
    ///   - connection: of the transaction that stores the work itself.
    /// - Returns: false where the claim no longer stands: nothing was stored, and the attempt should end.
    @discardableResult
    public func saveProgress(
        _ progress: String?, of claim: Claim, in connection: Connection
    ) throws(SQLiteError) -> Bool {
        try connection.run(ProgressSQL.save, progress, claim.job.id, claim.worker, claim.attempt) == 1
    }

    /// As ``saveProgress(_:of:in:)``, in a transaction of its own.
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
