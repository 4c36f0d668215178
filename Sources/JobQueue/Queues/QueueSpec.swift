/// How a worker serves a queue.
public struct QueueSpec: Sendable, Hashable {
    public let name: String
    /// The budgets of the queue. A worker claims a job only while all of them have room. The claim reserves one use of
    /// each.
    public let budgets: [String]
    /// Whether a drain waits until a budget has room for the remaining jobs.
    public let holdsDrain: Bool
    /// The maximum number of running jobs of the queue in all processes together, or nil for no limit. A limit that
    /// ``JobQueue/limit(_:to:in:)`` has stored applies too.
    public let concurrency: Int?

    public init(_ name: String, budgets: [String] = [], holdsDrain: Bool = true, concurrency: Int? = nil) {
        self.name = name
        self.budgets = budgets
        self.holdsDrain = holdsDrain
        self.concurrency = concurrency
    }
}
