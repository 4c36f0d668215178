/// How a worker serves a queue.
public struct QueueSpec: Sendable, Hashable {
    public let name: String
    /// A job is claimed only while all these budgets have room. The claim reserves one use of each.
    public let budgets: [String]
    /// Whether a drain waits for jobs that wait for a budget.
    public let holdsDrain: Bool
    /// How many of its jobs may run at once in all processes; nil: any number. A limit stored by
    /// ``JobQueue/limit(_:to:in:)`` applies too.
    public let concurrency: Int?

    public init(_ name: String, budgets: [String] = [], holdsDrain: Bool = true, concurrency: Int? = nil) {
        self.name = name
        self.budgets = budgets
        self.holdsDrain = holdsDrain
        self.concurrency = concurrency
    }
}
