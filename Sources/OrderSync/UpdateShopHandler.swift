internal import ChildProcess
internal import JSON
public import JobQueue
internal import SQLite
internal import Shop

/// Does the jobs `update_shop`: runs the shop's own command, which knows miniShop2, with one JSON object on its
/// standard input.
public struct UpdateShopHandler: JobHandler {
    public let kind = UpdateShopJob.kind
    public let backoff = Backoff.exponential(base: 5_000, cap: 15 * 60_000)
    /// Exit status «try again» of sysexits: the shop is not ready, and that spends no attempt.
    private static let tryAgain: Int32 = 75
    private let queue: JobQueue
    private let timeLimit: Duration

    /// - Parameter timeLimit: for one run of the command; it is killed then.
    init(queue: JobQueue, timeLimit: Duration = .seconds(60)) {
        self.queue = queue
        self.timeLimit = timeLimit
    }

    public func perform(_ claim: Claim) async throws -> JobOutcome {
        guard let args = try? JSON.parse(claim.job.args), let job = UpdateShopJob(args: args) else {
            return .discard(error: "the args of the job cannot be read")
        }
        let (order, settings) = try queue.database.read { connection in
            (try CRMOrder.read(job.reference, on: connection), try Settings.read(on: connection))
        }
        guard let order else { return .cancel(reason: "the shop has given the id of the order to another one") }
        guard let command = settings.shopCommand else {
            return .giveBack(reason: "frontpadapi_shop_command is not set")
        }
        let words = try CommandWords.split(command)
        guard let program = words.first else { return .giveBack(reason: "frontpadapi_shop_command is empty") }
        let result = try await ChildProcess(
            program, arguments: Array(words.dropFirst()), environment: .inherited(),
            input: Array(job.input(job: claim.job.id, num: order.num).utf8),
            limits: ChildProcess.Limits(time: timeLimit)
        ).runInBackground()
        return try outcome(of: result, job: job)
    }

    private func outcome(of result: ChildResult, job: UpdateShopJob) throws -> JobOutcome {
        switch result.ending {
        case .exited(0): break
        case .exited(UpdateShopHandler.tryAgain):
            return .snooze(milliseconds: 30_000, reason: "the shop asks to try again later")
        case .exited, .signalled, .timedOut:
            return .retry(error: "the shop's command \(result.ending.description)\(quoted(result.standardError.text))")
        }
        guard let answer = answer(in: result.standardOutput.text), let isApplied = answer["applied"]?.bool else {
            return .retry(error: "the shop's command gave no answer that can be read")
        }
        let reason = answer["reason"]?.string
        try queue.database.write { connection in
            let what = [job.setStatus.map { "status \($0)" }, job.comment.map { _ in "comment" }]
            let detail = (what.compactMap { $0 }.joined(separator: ", ")) + (reason.map { ": \($0)" } ?? "")
            try CRMOrderStep.tell(
                job.reference, isApplied ? "shop_updated" : "shop_not_updated", detail, now: queue.clock.now(),
                in: connection)
        }
        return .completed(note: isApplied ? nil : "not applied" + (reason.map { ": \($0)" } ?? ""))
    }

    /// The last line that is a JSON object: PHP may have printed a notice before it.
    private func answer(in output: String) -> JSON? {
        for line in output.split(whereSeparator: \.isNewline).reversed() {
            if let json = try? JSON.parse(String(line)), json.object != nil { return json }
        }
        return nil
    }

    private func quoted(_ errors: String) -> String {
        guard let line = errors.split(whereSeparator: \.isNewline).last else { return "" }
        return ": " + String(line.unicodeScalars.prefix(300).map(Character.init))
    }
}
