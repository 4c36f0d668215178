internal import Frontpad
internal import Glibc
internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// Performs the jobs `send_order`. Each job maps the order to a request, sends it with `new_order` and stores the
/// outcome.
///
/// `new_order` has no idempotency key. So an order is sent only while its state is `new`, and the state `sending` is
/// committed before the first byte leaves. If a later job finds an order in the state `sending`, the order is in
/// doubt, because nobody knows whether the CRM has it.
struct SendOrderHandler: JobHandler {
    /// How long the queue waits for the document of an order, in milliseconds.
    private static let documentTime: Int64 = 15_000
    /// The delays after attempts in which nothing was sent.
    let backoff = Backoff.exponential(base: 5_000, cap: 5 * 60_000)
    private let queue: JobQueue
    private let clockStep: ClockStep
    private let makeClient: @Sendable (Settings, _ secret: String) -> FrontpadClient

    /// - Parameter clockStep: the worker's clock-step detector. Pass the worker's own instance, because it has read
    ///   the clock since before the jump.
    init(
        queue: JobQueue, clockStep: ClockStep? = nil,
        makeClient: @escaping @Sendable (Settings, _ secret: String) -> FrontpadClient
    ) {
        self.queue = queue
        self.clockStep = clockStep ?? ClockStep(queue: queue)
        self.makeClient = makeClient
    }

    func perform(_ job: SendOrderJob, claim: Claim) async throws -> JobOutcome {
        let reference = job.reference
        let (order, settings) = try queue.database.read { connection in
            (try CRMOrder.read(reference, on: connection), try Settings.read(on: connection))
        }
        guard let order else { return .cancel(reason: "the queue does not know the order") }
        if order.state == .new, let waiting = try waitsForConfirmation(reference, claim) { return waiting }
        switch order.state {
        case .sent: return .completed(note: "the order is in the CRM already")
        case .inDoubt: return .cancel(reason: "the order is in doubt: a person decides")
        case .failed: return .cancel(reason: "the order has failed: a newer event or a person sends it again")
        case .sending:
            return try settle(.inDoubt(.workerDied), order, settings)
        case .new where order.cancelledAt != nil || reference.isWithdrawn(jobKey: claim.job.uniqueKey):
            return .cancel(reason: "the order was cancelled in the shop")
        case .new: return try await send(order, claim: claim, settings: settings)
        }
    }

    func gaveUp(on job: SendOrderJob, claim: Claim, error: String, in connection: Connection) throws {
        guard let order = try CRMOrder.read(job.reference, on: connection) else { return }
        let settings = try Settings.read(on: connection)
        let trouble: Trouble
        switch order.state {
        case .new: trouble = .notSent(.unexpected)
        case .sending: trouble = .inDoubt(.workerDied)
        case .sent, .inDoubt, .failed: return
        }
        try Settlement(queue: queue, settings: settings).trouble(trouble, with: order, in: connection)
    }

    /// Checks whether the order waits for a person after a restore, because the original database may have sent it.
    private func waitsForConfirmation(_ reference: OrderReference, _ claim: Claim) throws -> JobOutcome? {
        let (isPaused, isHeld) = try queue.database.read { connection in
            (
                try SendingPause.read(on: connection) != nil,
                try SendingPause.isUnconfirmed(reference, on: connection)
            )
        }
        if isHeld { try queue.database.write { try SendingPause.hold(job: claim.job.id, queue: queue, in: $0) } }
        return isPaused || isHeld
            ? .giveBack(reason: "waits for a person after a restore: frontpad-queue confirm") : nil
    }

    // MARK: - Before sending

    private func send(_ order: CRMOrder, claim: Claim, settings: Settings) async throws -> JobOutcome {
        guard let stored = order.document else {
            return try missingDocument(order, claim, settings)
        }
        let document: OrderDocument
        do {
            document = try OrderDocument.parse(Array(stored.utf8))
        } catch {
            return try settle(.notSent(.unusableDocument(path: error.path)), order, settings)
        }
        if try waitsForOwnStatus(order, document) {
            return .completed(note: "its payment has another trigger status, which it has not reached")
        }
        if order.sendRequestedAt == nil,
            let original = try queue.database.read({ try OrderCopy.original(of: order, document, on: $0) })
        {
            let failure = try queue.database.read { connection throws(SQLiteError) in
                SendFailure.duplicate(
                    of: try OrderName.unique(original, on: connection).replacing("#", with: ""),
                    number: try CRMOrderID.number(of: original, on: connection))
            }
            return try settle(.notSent(failure), order, settings)
        }
        let mapper = OrderMapper(settings: settings, now: queue.clock.now())
        var mapped: MappedOrder
        switch mapper.map(document) {
        case .request(let request): mapped = request
        case .refused(let problems): return try settle(.notSent(.problems(problems)), order, settings)
        }
        let deadline = SendDeadline(queue: queue, clockStep: clockStep, settings: settings)
        let left = try deadline.timeLeft(of: claim, preOrder: mapper.preOrderTime(of: document))
        if left < 0 {
            return try settle(
                .notSent(
                    .deadlinePassed(
                        milliseconds: queue.clock.now().saturatingSubtracting(claim.job.insertedAt), lastError: nil)),
                order, settings)
        }
        switch try ArticleGate(queue: queue, settings: settings).look(at: mapped) {
        case .go(let notices): mapped.notices += notices
        case .refused(let problems): return try settle(.notSent(.problems(problems)), order, settings)
        case .wait(let milliseconds):
            return .snooze(milliseconds: milliseconds, reason: "waits for newer products of Frontpad")
        }
        mapped = try SumGate(queue: queue, settings: settings).settle(mapped)
        guard let secret = Secret.find(settings) else {
            return .giveBack(reason: "frontpadapi_secret is not set")
        }
        let attempt = SendAttempt(
            order: order, claim: claim, settings: settings, secret: secret, mapped: mapped,
            deadline: queue.clock.steady().saturatingAdding(left))
        if let waiting = try await probe(attempt) { return waiting }
        return try await transmit(attempt)
    }

    /// Handles an order without a document. The document may still arrive, because another program may insert the row
    /// a moment before the document.
    private func missingDocument(_ order: CRMOrder, _ claim: Claim, _ settings: Settings) throws -> JobOutcome {
        let isInShop = try queue.database.read { connection in
            try connection.scalar("SELECT 1 FROM orders WHERE id = ?", order.reference.order, as: Int.self) != nil
        }
        guard isInShop, !order.isArchived else {
            return try settle(.notSent(.removedFromShop), order, settings)
        }
        let waited = queue.clock.now().saturatingSubtracting(claim.job.insertedAt)
        if waited < SendOrderHandler.documentTime {
            return .snooze(milliseconds: 1_000, reason: "waits for the document of the order")
        }
        return try settle(.notSent(.noDocument), order, settings)
    }

    /// Stores the payment method from the document if the writer of the row did not give it. The triggers then know
    /// which status sends the order.
    ///
    /// - Returns: whether the order is not due with this payment method.
    private func waitsForOwnStatus(_ order: CRMOrder, _ document: OrderDocument) throws -> Bool {
        guard let payment = document.payment else { return false }
        let reference = order.reference
        func isDue(on connection: Connection) throws(SQLiteError) -> Bool {
            try connection.scalar(
                "SELECT 1 FROM orders_due WHERE order_id = ? AND incarnation = ?", reference.order,
                reference.incarnation, as: Int.self) != nil
        }
        let isKnown = try queue.database.read { connection in
            try connection.scalar(
                "SELECT 1 FROM every_order WHERE order_id = ? AND incarnation = ? AND payment IS NOT NULL",
                reference.order, reference.incarnation, as: Int.self) != nil
        }
        guard !isKnown else { return false }
        return try queue.database.write { connection in
            guard try isDue(on: connection) else { return false }
            try connection.run("UPDATE orders SET payment = ? WHERE id = ?", payment, reference.order)
            return try !isDue(on: connection)
        }
    }

    /// Sends a harmless request first if the last order is in doubt. Without this probe, a broken CRM would put one
    /// order after another in doubt.
    ///
    /// - Returns: the outcome of the job if the order cannot be sent now, or nil if it can be sent.
    private func probe(_ attempt: SendAttempt) async throws -> JobOutcome? {
        let breaker = try queue.database.read { try AccountBreaker.read(on: $0) }
        guard let breaker, breaker.reason == AccountBreaker.noAnswer, breaker.concerns(secret: attempt.secret) else {
            return nil
        }
        // The probe is an additional request. The claim has reserved room only for the order.
        if let wait = try await queue.waitForRoom(in: AccountBudget.requests, atMost: AccountBudget.longestWait) {
            return .snooze(milliseconds: wait, reason: "waits for Frontpad's limit")
        }
        try queue.database.write { try queue.use(AccountBudget.requests, in: $0) }
        let liveness = await makeClient(attempt.settings, attempt.secret).probe()
        return try queue.database.write { connection in
            switch liveness {
            case .answers(let code?) where code.isAccountWide:
                return try AttemptSettlement(of: attempt, queue: queue, backoff: backoff).pause(code, in: connection)
            case .answers:
                try AccountBreaker.answered(queue: queue, in: connection)
                return nil
            case .notReached(let notSent): return .retry(error: notSent.description)
            case .silent:
                try queue.use(AccountBudget.probe, in: connection)
                return .giveBack(reason: AccountBreaker.noAnswer)
            }
        }
    }

    // MARK: - Sending

    private func transmit(_ attempt: SendAttempt) async throws -> JobOutcome {
        var request = attempt.mapped.order
        if let hookURL = attempt.hookURL { request.fields[.hookURL] = hookURL }
        let client = makeClient(attempt.settings, attempt.secret)
        let outcome = await client.newOrder(request) { [queue] in
            do {
                return try SendOrderHandler.commit(attempt, queue: queue)
            } catch {
                return false
            }
        }
        // The outcome must not be lost. It is stored before anything else happens, and storing it is repeated until it
        // succeeds.
        return try await settled(outcome, attempt)
    }

    /// Commits the state `sending` right before the first byte leaves.
    private static func commit(_ attempt: SendAttempt, queue: JobQueue) throws -> Bool {
        let generation = Generation(databasePath: queue.database.path)
        let reference = attempt.order.reference
        let now = queue.clock.now()
        let (isCommitted, successor) = try queue.database.write { connection in
            // The order must not be sent if the worker's lease has ended or if a cancellation has withdrawn the job.
            guard try queue.holds(attempt.claim, on: connection),
                try !reference.isWithdrawn(jobKey: queue.job(attempt.claim.job.id, on: connection)?.uniqueKey)
            else { return (false, nil as Generation.Successor?) }
            guard
                try SendingPause.allows(reference, at: generation, queue: queue, in: connection),
                try CRMOrderStep.markSending(attempt.order, claim: attempt.claim, now: now, in: connection)
            else { return (false, nil) }
            if let discount = attempt.mapped.discount {
                try OrderLog.append(
                    reference, "discount", "\(discount.text), from the sums of the shop, as sale_amount", now: now,
                    in: connection)
            }
            if attempt.hookURL != nil {
                try attempt.token.store(reference, claim: attempt.claim, now: now, in: connection)
            }
            try queue.spend(attempt.claim, in: connection)
            return (true, try generation.advance(in: connection))
        }
        if let successor { generation.settle(successor) }
        return isCommitted
    }

    private func settled(_ outcome: NewOrderOutcome, _ attempt: SendAttempt) async throws -> JobOutcome {
        let settlement = AttemptSettlement(of: attempt, queue: queue, backoff: backoff)
        var pause: Int64 = 20
        while true {
            do {
                return try queue.database.write { try settlement.settle(outcome, in: $0) }
            } catch {
                // The disk may be full. Storing can still succeed later while the process runs. If the process ends
                // first, the order is in doubt.
                guard pause < 60_000 else { throw error }
                try? await queue.clock.sleep(pause)
                pause *= 2
            }
        }
    }

    private func settle(
        _ trouble: Trouble, _ order: CRMOrder, _ settings: Settings
    ) throws -> JobOutcome {
        try queue.database.write { connection in
            try Settlement(queue: queue, settings: settings).trouble(trouble, with: order, in: connection)
        }
        return .discard(error: trouble.recorded.en)
    }
}
