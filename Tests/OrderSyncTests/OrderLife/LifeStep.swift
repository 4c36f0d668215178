/// One step in the life of an order. A step contains all its data, so a sequence of steps can be repeated and
/// shortened.
enum LifeStep: Sendable {
    /// The shop changes the order, and its hook tells the queue.
    case shop(Move, Door)
    /// The shop changes the order. The queue is told only by a later `deliver` or at the end.
    case unheard(Move)
    /// The queue is told of an event in the shop's log. The event may be old, and the queue may know it already.
    case deliver(Int, Door)
    /// A worker sends the next order to the CRM. The shop may change the order while it is being sent.
    case send(Outcome, beforeFirstByte: Move?, beforeAnswer: Move?)
    /// A worker that counted as dead continues its request.
    case wakeUp(Int, isAnswered: Bool)
    /// The CRM reports a status of an order that it has.
    case webhook(Int, status: Int)
    case person(Act)
    /// The shop's command runs for all updates that wait.
    case updateShop(Command)
    /// The jobs for e-mails, events and reports run.
    case background
    case wait(milliseconds: Int64)
    /// The sweeps of the spool and of missing jobs.
    case sweep

    /// What happens in the shop.
    enum Move: Sendable, Hashable {
        case create
        case status(Int)
        case edit
        case remove
        /// The shop was set up again, and its ids start from the beginning.
        case startAnew
    }

    /// How an event reaches the queue.
    enum Door: Sendable, CaseIterable { case command, insert, replace, upsert, spool }

    /// The outcome of a request that sends an order.
    enum Outcome: Sendable, CaseIterable {
        case accepted, acceptedWithoutID
        case refused, shiftClosed
        case notReached
        /// The answer is lost. In the first case the CRM has the order, and in the second it does not.
        case takenUnanswered, lostUnanswered
        /// The worker stops for so long that another worker takes over. It stops before the first byte leaves or
        /// before the answer comes.
        case stopsBeforeFirstByte, stopsBeforeAnswer
        /// The worker dies with the claim.
        case dies
    }

    enum Act: Sendable, CaseIterable {
        case send, cancel
        /// The person looks for an order in doubt in the CRM and tells the queue whether it is there.
        case lookInCRM
        case cancelJob, retryJob
    }

    enum Command: Sendable, CaseIterable {
        case works, triesAgain, fails
        /// The command changes the order and then fails.
        case failsAfterwards
    }
}

extension LifeStep {
    /// The statuses of the shop. 2 is the trigger status and 4 cancels an order.
    static let statuses = [1, 2, 2, 2, 3, 4, 5]

    /// A random sequence that begins with an order.
    static func sequence(using generator: inout some RandomNumberGenerator) -> [LifeStep] {
        var steps: [LifeStep] = [.shop(.create, door(&generator))]
        for _ in 0..<Int.random(in: 3...14, using: &generator) { steps.append(random(using: &generator)) }
        return steps
    }

    private static func random(using generator: inout some RandomNumberGenerator) -> LifeStep {
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<24: .shop(move(&generator), door(&generator))
        case 24..<30: .unheard(move(&generator))
        case 30..<37: .deliver(Int.random(in: 0..<12, using: &generator), door(&generator))
        case 37..<62:
            .send(
                Outcome.allCases.randomElement(using: &generator)!,
                beforeFirstByte: Bool.random(using: &generator, oneIn: 5) ? move(&generator) : nil,
                beforeAnswer: Bool.random(using: &generator, oneIn: 5) ? move(&generator) : nil)
        case 62..<67: .wakeUp(Int.random(in: 0..<3, using: &generator), isAnswered: .random(using: &generator))
        case 67..<72:
            .webhook(
                Int.random(in: 0..<3, using: &generator), status: Int.random(in: 10...11, using: &generator))
        case 72..<79: .person(Act.allCases.randomElement(using: &generator)!)
        case 79..<87: .updateShop(Command.allCases.randomElement(using: &generator)!)
        case 87..<91: .background
        case 91..<96: .wait(milliseconds: [100, 2_000, 20_000, 400_000, 4_000_000].randomElement(using: &generator)!)
        default: .sweep
        }
    }

    private static func move(_ generator: inout some RandomNumberGenerator) -> Move {
        switch Int.random(in: 0..<20, using: &generator) {
        case 0..<12: .status(statuses.randomElement(using: &generator)!)
        case 12..<17: .edit
        case 17..<19: .remove
        default: .startAnew
        }
    }

    private static func door(_ generator: inout some RandomNumberGenerator) -> Door {
        Bool.random(using: &generator) ? .command : Door.allCases.randomElement(using: &generator)!
    }
}

extension Bool {
    fileprivate static func random(using generator: inout some RandomNumberGenerator, oneIn count: Int) -> Bool {
        Int.random(in: 0..<count, using: &generator) == 0
    }
}
