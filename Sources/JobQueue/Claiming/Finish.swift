public import SQLite

/// How an attempt ends, decided by its handler. Of each text 8,192 bytes are kept; a longer one is cut and says so.
public enum JobOutcome: Sendable, Hashable {
    /// Done. `note` is kept with the attempt.
    case completed(note: String? = nil)
    /// It failed and is tried again after `delay` milliseconds; nil: after the handler's backoff. After the last attempt
    /// the job is discarded instead.
    case retry(error: String, delay: Int64? = nil)
    /// It cannot run yet. This does not spend an attempt.
    case snooze(milliseconds: Int64, reason: String)
    /// It failed for good.
    case discard(error: String)
    /// It became pointless.
    case cancel(reason: String)
    /// The job returns to its place and no attempt is spent: the worker is stopping, or its queue cannot be served now.
    case giveBack(reason: String? = nil)
}

/// The result of a finish.
public enum FinishResult: Sendable, Hashable {
    /// The job's new state.
    case finished(JobState)
    /// The claim no longer held: another worker has the job, or it is finished. Nothing was changed.
    case lost
}

extension JobQueue {
    /// Ends an attempt in the caller's transaction.
    ///
    /// It counts only while (id, worker, attempt) match, so a worker that slept through its lease changes nothing.
    ///
    /// - Parameters:
    ///   - claim: the attempt.
    ///   - outcome: how it ended.
    ///   - backoff: for ``JobOutcome/retry(error:delay:)`` without a delay.
    ///   - connection: the transaction's connection.
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

    /// The same without storing the counters.
    ///
    /// - Returns: also the counts to store.
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
        // It would run again, but somebody has asked it to stop.
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
    /// Index: the primary key.
    static let finish = """
        UPDATE jobs SET state = ?1, scheduled_at = coalesce(?2, scheduled_at), 
            max_attempts = \(SaturatingSQL.sum("max_attempts", "?3")), reason = ?4, finished_at = ?5, worker = NULL, cancel_reason = NULL
        WHERE id = ?6 AND state = 'running' AND worker = ?7 AND attempt = ?8
        """
}

extension JobOutcome {
    /// With texts that are cut where they are too long to be kept.
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
