internal import CommandKit
internal import Glibc
internal import JSON
internal import JobQueue

/// Logs the worker's events to standard error, as lines of text or as JSON objects.
struct EventLog: Sendable {
    let asJSON: Bool

    func note(_ text: String) {
        asJSON ? write(["event": "note", "text": .string(text)]) : write(text)
    }

    func report(_ event: WorkerEvent) {
        switch event {
        case .started(let worker):
            asJSON ? write(["event": "started", "worker": .string(worker)]) : write("worker \(worker) started")
        case .claimed(let claim):
            if asJSON { write(job(claim, "claimed", ["wait_ms": .number(claim.waited)])) }
        case .finished(let claim, let outcome, let result, let ran):
            finished(claim, outcome, result, ran: ran)
        case .interrupted(let claim, let why):
            interrupted(claim, why)
        case .inserted(let periodic, let job):
            asJSON
                ? write(["event": "inserted", "periodic": .string(periodic), "job_id": .number(job)])
                : write("job \(job): scheduled run of \(periodic)")
        case .gaveUp(let claim, let error):
            asJSON
                ? write(job(claim, "gave_up", ["error": .string(error)])) : write("\(name(claim)): gave up: \(error)")
        case .rescued(let report):
            let workers = report.workers.keys.sorted().joined(separator: ", ")
            asJSON
                ? write([
                    "event": "rescued", "workers": .array(report.workers.keys.sorted().map(JSON.string)),
                    "jobs": .array(report.rescued.map { .number($0) }),
                ]) : write("\(report.rescued.count) jobs rescued from \(workers)")
        case .pruned(let jobs):
            asJSON ? write(["event": "pruned", "jobs": .number(Int64(jobs))]) : write("\(jobs) old jobs deleted")
        case .trouble(let text):
            asJSON ? write(["event": "trouble", "text": .string(text)]) : write("trouble: \(text)")
        case .stopped:
            asJSON ? write(["event": "stopped"]) : write("stopped")
        case .idle, .stopping: break
        }
    }

    private func interrupted(_ claim: Claim, _ why: Interruption) {
        let detail =
            switch why {
            case .request(let reason): reason
            case .timeLimit(let limit): "it took longer than \(limit) ms"
            }
        asJSON
            ? write(job(claim, "interrupted", ["detail": .string(detail)]))
            : write("\(name(claim)): interrupted: \(detail)")
    }

    private func finished(_ claim: Claim, _ outcome: JobOutcome, _ result: FinishResult, ran: Int64) {
        let (word, detail) = EventLog.words(outcome)
        switch (asJSON, result) {
        case (true, .finished(let state)):
            write(
                job(claim, word, ["state": .string(state.rawValue), "detail": JSON(detail), "run_ms": .number(ran)]))
        case (true, .lost): write(job(claim, "lost", ["detail": JSON(detail), "run_ms": .number(ran)]))
        case (false, .finished): write("\(name(claim)): \(word)" + (detail.map { ": \($0)" } ?? ""))
        case (false, .lost): write("\(name(claim)): \(word), but another worker has the job")
        }
    }

    private static func words(_ outcome: JobOutcome) -> (String, String?) {
        switch outcome {
        case .completed(let note): ("completed", note)
        case .retry(let error, _): ("retried", error)
        case .snooze(_, let reason): ("snoozed", reason)
        case .discard(let error): ("discarded", error)
        case .cancel(let reason): ("cancelled", reason)
        case .giveBack(let reason): ("given_back", reason)
        }
    }

    private func name(_ claim: Claim) -> String {
        let subject = claim.job.subject.map { " \($0)" } ?? ""
        return "job \(claim.job.id) \(claim.job.kind)\(subject) attempt \(claim.attempt)"
    }

    private func job(_ claim: Claim, _ event: String, _ more: JSON.Object = [:]) -> JSON.Object {
        var object: JSON.Object = [
            "event": .string(event), "job_id": .number(claim.job.id), "kind": .string(claim.job.kind),
            "queue": .string(claim.job.queue), "subject": JSON(claim.job.subject), "attempt": .number(claim.attempt),
        ]
        for (key, value) in more.entries { object[key] = value }
        return object
    }

    private func write(_ object: JSON.Object) {
        var whole: JSON.Object = ["at": .number(QueueClock.system.now())]
        for (key, value) in object.entries { whole[key] = value }
        StandardError.write(JSON.object(whole).serialized() + "\n")
    }

    private func write(_ text: String) {
        StandardError.write("\(EventLog.time()) \(DisplayText.oneLine(text))\n")
    }

    /// Returns the current local time of the machine.
    private static func time() -> String {
        var now = time_t(QueueClock.system.now() / 1000)
        var parts = tm()
        localtime_r(&now, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%Y-%m-%d %H:%M:%S", &parts)
        return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
