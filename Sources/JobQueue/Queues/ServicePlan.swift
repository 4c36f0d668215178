/// How a worker serves its queues at the moment.
///
/// The handlers determine the queues, and the plan lists the exceptions. A queue that the plan does not mention is
/// served without budgets and limits, so no queue is forgotten.
public struct ServicePlan: Sendable, Hashable, ExpressibleByArrayLiteral {
    private var specs: [String: QueueSpec] = [:]
    private var parked: Set<String> = []

    /// Makes a plan that serves all queues without budgets and limits.
    public init() {}

    public init(arrayLiteral specs: QueueSpec...) {
        for spec in specs { serve(spec) }
    }

    public mutating func serve(_ spec: QueueSpec) {
        specs[spec.name] = spec
        parked.remove(spec.name)
    }

    /// Makes workers claim no jobs of a queue. The jobs stay available until the plan changes.
    public mutating func park(_ queue: String) {
        parked.insert(queue)
        specs[queue] = nil
    }

    /// Returns the settings of those queues that are not parked, in the given order.
    public func specs(of queues: [String]) -> [QueueSpec] {
        queues.filter { !parked.contains($0) }.map { specs[$0] ?? QueueSpec($0) }
    }
}
