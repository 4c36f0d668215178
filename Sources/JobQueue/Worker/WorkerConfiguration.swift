extension Worker {
    public struct Configuration: Sendable {
        /// How many jobs run at once.
        public var concurrency: Int
        /// How the queues of the handlers are served at the moment. It is called before each claim, so it can park a
        /// queue whose jobs cannot run now.
        public var plan: @Sendable () throws -> ServicePlan
        /// How long this worker may be silent before others take over its jobs, in milliseconds. Shorter: jobs of a frozen
        /// worker go on sooner. Longer: a frozen worker has more time to wake up and finish them.
        public var lease: Int64
        /// How often a job may be lost with its worker before it is discarded. The job may be what kills the workers.
        /// After two losses it runs alone, so with 3 or more no job is given up for what its neighbour did.
        public var maxLostAttempts: Int
        /// Chores that run at the start, one after the other, and then at their intervals.
        public var chores: [Chore]
        /// Jobs that one of the workers inserts once in each time slot.
        public var periodic: [PeriodicJob]
        /// The longest time between two looks for commits that neither a ring nor an event has announced, in
        /// milliseconds. Shorter: such commits are seen sooner. Longer: less work when idle.
        public var lookInterval: Int32
        /// The time between two looks for dead workers, in milliseconds. It is four times as long while the death of a
        /// worker is seen as an event.
        public var rescueInterval: Int64

        public init(
            concurrency: Int = 4, lease: Int64 = 30_000, maxLostAttempts: Int = 3, chores: [Chore] = [],
            periodic: [PeriodicJob] = [], lookInterval: Int32 = 1_000, rescueInterval: Int64 = 500,
            plan: @escaping @Sendable () throws -> ServicePlan = { ServicePlan() }
        ) {
            self.concurrency = concurrency
            self.plan = plan
            self.lease = lease
            self.maxLostAttempts = maxLostAttempts
            self.chores = chores
            self.periodic = periodic
            self.lookInterval = lookInterval
            self.rescueInterval = rescueInterval
        }
    }

    /// Something that a worker does at intervals besides its jobs.
    public struct Chore: Sendable {
        public let name: String
        public let interval: Int64
        /// - Returns: whether there may be new work.
        public let run: @Sendable () throws -> Bool

        /// - Parameters:
        ///   - name: used in messages about its errors.
        ///   - interval: from the end of a run to the start of the next one, in milliseconds.
        ///   - run: returns whether there may be new work.
        public init(_ name: String, every interval: Int64, run: @escaping @Sendable () throws -> Bool) {
            self.name = name
            self.interval = interval
            self.run = run
        }
    }
}
