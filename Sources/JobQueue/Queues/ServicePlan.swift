/// How a worker serves its queues at the moment.
///
/// Its handlers name the queues; the plan says what is special about some of them. A queue that it does not mention is
/// served without budgets and without a limit, so no queue waits because nobody thought of it.
public struct ServicePlan: Sendable, Hashable, ExpressibleByArrayLiteral {
    private var specs: [String: QueueSpec] = [:]
    private var parked: Set<String> = []

    /// All queues are served without budgets and limits.
    public init() {}

    public init(arrayLiteral specs: QueueSpec...) {
        for spec in specs { serve(spec) }
    }

    public mutating func serve(_ spec: QueueSpec) {
        specs[spec.name] = spec
        parked.remove(spec.name)
    }

    /// Claims no jobs of a queue: they stay available until the plan says otherwise.
    public mutating func park(_ queue: String) {
        parked.insert(queue)
        specs[queue] = nil
    }

    /// Those of some queues that are served, in their order.
    public func specs(of queues: [String]) -> [QueueSpec] {
        queues.filter { !parked.contains($0) }.map { specs[$0] ?? QueueSpec($0) }
    }
}
