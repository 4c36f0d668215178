/// How a worker serves its queues at the moment.
///
/// The handlers name the queues; the plan describes exceptions. A queue that it does not mention is served without
/// budgets and limits, so no queue is forgotten.
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

    /// Claims no jobs of a queue. They stay available until the plan changes.
    public mutating func park(_ queue: String) {
        parked.insert(queue)
        specs[queue] = nil
    }

    /// The served ones among these queues, in the same order.
    public func specs(of queues: [String]) -> [QueueSpec] {
        queues.filter { !parked.contains($0) }.map { specs[$0] ?? QueueSpec($0) }
    }
}
