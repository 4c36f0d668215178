public import SQLite

/// How an attempt ends. Its handler decides this. At most 8,192 bytes of each text are stored; a longer text is cut
/// and ends with a note that says so.
public enum JobOutcome: Sendable, Hashable {
    /// The work is done. `note` is stored with the attempt.
    case completed(note: String? = nil)
    /// The attempt failed. The job runs again after `delay` milliseconds, or after the handler's backoff if `delay` is
    /// nil. After the last attempt, the job is discarded instead.
    case retry(error: String, delay: Int64? = nil)
    /// The job cannot run yet. It runs again after `milliseconds`. The attempt does not count.
    case snooze(milliseconds: Int64, reason: String)
    /// The job failed, and another attempt would not help.
    case discard(error: String)
    /// The job became pointless.
    case cancel(reason: String)
    /// The job returns to its place in the queue, because the worker is stopping or the queue cannot be served now.
    /// The attempt does not count.
    case giveBack(reason: String? = nil)
}

/// The result of a finish.
public enum FinishResult: Sendable, Hashable {
    /// The attempt was ended. The value is the job's new state.
    case finished(JobState)
    /// The claim was no longer valid: another worker has the job, or the job is finished. Nothing was changed.
    case lost
}

extension JobQueue {
    /// Ends an attempt in the caller's transaction.
    ///
    /// The method changes the job only if the job's id, worker and attempt number match the claim. So a worker that
    /// slept through its lease changes nothing.
    ///
    /// - Parameters:
    ///   - claim: the claim of the attempt.
    ///   - outcome: how the attempt ended.
    ///   - backoff: determines the delay of a ``JobOutcome/retry(error:delay:)`` that has none.
    ///   - connection: the connection of the transaction.
    public func finish(
        _ claim: Claim, _ outcome: JobOutcome, backoff: Backoff = .exponential(), in connection: Connection
    ) throws(SQLiteError) -> FinishResult {
        let (result, recorded) = try end(claim, outcome, backoff: backoff, in: connection)
        if let recorded {
            var metrics = MetricsBatch()
            metrics.finished(claim.job, recorded, ran: clock.now().saturatingSubtracting(claim.claimedAt))
            try metrics.store(in: connection)
        }
        return result
    }

    /// Ends an attempt without storing the counters.
    ///
    /// - Returns: the result, and the outcome that the caller must count.
    func end(
        _ claim: Claim, _ outcome: JobOutcome, backoff: Backoff, in connection: Connection
    ) throws(SQLiteError) -> (FinishResult, recorded: Attempt.Outcome?) {
        let now = clock.now()
        let change = try change(claim, outcome.cut, backoff: backoff, now: now, on: connection)
        let changed = try connection.run(
            FinishSQL.finish, change.state, change.due, change.refunds ? 1 : 0, change.words,
            change.state.isFinished ? now : nil as Int64?, claim.job.id, claim.worker, claim.attempt)
        guard changed == 1 else { return (.lost, nil) }
        try connection.endAttempt(
            jobID: claim.job.id, attempt: claim.attempt, outcome: change.recorded, error: change.words, now: now)
        try giveBack(jobID: claim.job.id, attempt: claim.attempt, in: connection)
        return (.finished(change.state), change.recorded)
    }

    private func change(
        _ claim: Claim, _ outcome: JobOutcome, backoff: Backoff, now: Int64, on connection: Connection
    ) throws(SQLiteError) -> Change {
        let change: Change
        switch outcome {
        case .completed(let note): return Change(state: .completed, recorded: .completed, words: note)
        case .discard(let error): return Change(state: .discarded, recorded: .discarded, words: error)
        case .cancel(let reason): return Change(state: .cancelled, recorded: .cancelled, words: reason)
        case .retry(let error, let delay):
            if claim.attempt >= claim.job.maxAttempts {
                change = Change(state: .discarded, recorded: .discarded, words: error)
            } else {
                let due = now.saturatingAdding(delay ?? backoff.delay(claim.attempt, random()))
                change = Change(state: due > now ? .scheduled : .available, recorded: .retried, words: error, due: due)
            }
        case .snooze(let milliseconds, let reason):
            change = Change(
                state: .scheduled, recorded: .snoozed, words: reason, due: now.saturatingAdding(max(1, milliseconds)),
                refunds: true)
        case .giveBack(let reason):
            change = Change(state: .available, recorded: .givenBack, words: reason, refunds: true)
        }
        // The job would run again, but somebody has asked to cancel it.
        if !change.state.isFinished, let reason: String = try connection.scalar(CancellationSQL.reason, claim.job.id) {
            return Change(state: .cancelled, recorded: .cancelled, words: reason)
        }
        return change
    }

    private struct Change {
        var state: JobState
        var recorded: Attempt.Outcome
        var words: String?
        var due: Int64? = nil
        var refunds = false
    }
}

enum FinishSQL {
    /// Uses the primary key.
    static let finish = """
        UPDATE jobs SET state = ?1, scheduled_at = coalesce(?2, scheduled_at), 
            max_attempts = \(SaturatingSQL.sum("max_attempts", "?3")), reason = ?4, finished_at = ?5, worker = NULL, cancel_reason = NULL
        WHERE id = ?6 AND state = 'running' AND worker = ?7 AND attempt = ?8
        """
}

extension JobOutcome {
    /// The outcome, with its texts cut to the maximum size.
    var cut: JobOutcome {
        switch self {
        case .completed(let note): .completed(note: note.map(StoredText.cut))
        case .retry(let error, let delay): .retry(error: StoredText.cut(error), delay: delay)
        case .snooze(let milliseconds, let reason): .snooze(milliseconds: milliseconds, reason: StoredText.cut(reason))
        case .discard(let error): .discard(error: StoredText.cut(error))
        case .cancel(let reason): .cancel(reason: StoredText.cut(reason))
        case .giveBack(let reason): .giveBack(reason: reason.map(StoredText.cut))
        }
    }
}
