/// A queue as a worker serves it.
public struct QueueSpec: Sendable, Hashable {
    public let name: String
    /// A job of it is claimed only while all these budgets have room; the claim reserves one use of each.
    public let budgets: [String]
    /// Whether a drain waits for jobs of it that wait for a budget.
    public let holdsDrain: Bool
    /// How many of its jobs may run at once in all processes; nil: any number. What was stored by
    /// ``JobQueue/limit(_:to:in:)`` holds as well.
    public let concurrency: Int?

    public init(_ name: String, budgets: [String] = [], holdsDrain: Bool = true, concurrency: Int? = nil) {
        self.name = name
        self.budgets = budgets
        self.holdsDrain = holdsDrain
        self.concurrency = concurrency
    }
}
