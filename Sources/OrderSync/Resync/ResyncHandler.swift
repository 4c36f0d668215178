internal import ChildProcess
internal import Intake
internal import JSON
internal import JobQueue
internal import SQLite
internal import Shop

/// Performs the jobs `resync`. Each job asks the shop's command which orders the shop has. It stores the orders that
/// the queue did not get in any other way.
///
/// If the command fails, the job does not try again soon. The command may not know the question, and the next
/// comparison covers the same period.
struct ResyncHandler: JobHandler {
    /// The maximum number of orders that one run of the command should print. With a larger number there are fewer
    /// runs. With a smaller number each run is shorter.
    static let portion = 100
    /// The minimum age of an order, in milliseconds. The checkout of a younger order may still be running, and its
    /// lines may be missing.
    static let youngest: Int64 = 120_000
    /// The maximum number of orders in one transaction. With a larger number, a checkout would have to wait.
    private static let batch = 25

    private let queue: JobQueue
    private let limits: ChildProcess.Limits
    private let runChild: ShopCommand.Run

    /// - Parameters:
    ///   - timeLimit: the time after which the command is killed. While the command runs, it occupies one slot of the
    ///     worker.
    ///   - output: the maximum number of bytes of an answer that are read.
    ///   - runChild: starts the command.
    init(
        queue: JobQueue, timeLimit: Duration = .seconds(20), output: Int = 16 << 20,
        runChild: @escaping ShopCommand.Run = ShopCommand.run
    ) {
        self.queue = queue
        limits = ChildProcess.Limits(time: timeLimit, output: output)
        self.runChild = runChild
    }

    func perform(_ job: ResyncJob, claim: Claim) async throws -> JobOutcome {
        let settings = try queue.database.read { try Settings.read(on: $0) }
        guard let command = settings.shopCommand else {
            return .completed(note: "frontpadapi_shop_command is not set")
        }
        guard let statuses = ResyncStatuses(settings) else {
            return .completed(note: "frontpadapi_send_status is not set")
        }
        let comparison = try queue.database.write { connection in
            try ResyncState.begin(command: command, now: queue.clock.now(), in: connection)
        }
        switch try await ask(command, comparison, statuses) {
        case .notNow: return .completed(note: "the shop asks to try again later")
        case .failed(let failure): return try fail(failure)
        case .orders(let portion): return try take(portion, comparison, statuses, settings)
        }
    }

    private func ask(
        _ command: String, _ comparison: ResyncState.Comparison, _ statuses: ResyncStatuses
    ) async throws -> ResyncAnswer {
        var question: JSON.Object = [
            "since": .number(comparison.since), "statuses": .array(statuses.asked.map { .number($0) }),
            "limit": .number(ResyncHandler.portion),
        ]
        if let afterID = comparison.afterID { question["after"] = .number(afterID) }
        let input: JSON = ["resync": .object(question)]
        do {
            let child = try ShopCommand.child(command, input: input.serialized() + "\n", limits: limits)
            guard let child else { return .failed("frontpadapi_shop_command is empty") }
            return ResyncAnswer(try await runChild(child))
        } catch let error as CancellationError {
            throw error
        } catch {
            return .failed("it cannot be run: \(error)")
        }
    }

    private func fail(_ failure: String) throws -> JobOutcome {
        try queue.database.write { try ResyncState.fail(failure, now: queue.clock.now(), in: $0) }
        return .completed(note: "the shop's command gave no orders: \(failure)")
    }

    private func take(
        _ portion: ResyncPortion, _ comparison: ResyncState.Comparison, _ statuses: ResyncStatuses,
        _ settings: Settings
    ) throws -> JobOutcome {
        let mayGoOn = portion.isCut || portion.count == ResyncHandler.portion
        let isNew = portion.lastID.map { $0 > comparison.afterID ?? 0 } ?? false
        if mayGoOn, !isNew {
            return try fail("it gives the same orders again: it does not know «after»")
        }
        let oldEnough = queue.clock.now().saturatingSubtracting(ResyncHandler.youngest)
        let orders = portion.items.filter { item in
            statuses.contain(item.document.status)
                && (item.document.createdonMilliseconds(zone: settings.timezone) ?? 0) <= oldEnough
        }
        let intake = OrderIntake(database: queue.database)
        var taken = 0
        for start in stride(from: 0, to: orders.count, by: ResyncHandler.batch) {
            let batch = orders[start..<min(start + ResyncHandler.batch, orders.count)]
            taken += try intake.storeMissing(Array(batch)).count
        }
        try queue.database.write { connection in
            try UnusableDocuments.note(portion, queue: queue, settings: settings, in: connection)
            if mayGoOn, let lastID = portion.lastID {
                try ResyncState.advance(to: lastID, in: connection)
            } else {
                try ResyncState.complete(comparison, in: connection)
            }
        }
        if taken > 0 || !portion.unusable.isEmpty { queue.doorbell.ring() }
        let note = "\(portion.count) orders compared, \(taken) taken in, \(portion.unusable.count) unusable"
        return mayGoOn ? .giveBack(reason: "\(note); more follow") : .completed(note: note)
    }
}
