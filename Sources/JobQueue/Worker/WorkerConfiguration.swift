extension Worker {
    public struct Configuration: Sendable {
        /// How many jobs run at once.
        public var concurrency: Int
        /// How the queues of the handlers are served at the moment. Asked before each claim, so that a queue whose
        /// jobs cannot be done now can be parked.
        public var plan: @Sendable () throws -> ServicePlan
        /// How long a worker may be silent before others take its jobs, in milliseconds. Shorter: jobs of a stopped
        /// machine go on sooner; longer: a frozen worker may wake and finish.
        public var lease: Int64
        /// How often a job may be lost with its worker before it is discarded: it may be what kills them.
        public var maxLostAttempts: Int
        /// Chores that run at the start and then at their intervals, one after the other.
        public var chores: [Chore]
        /// Jobs that are inserted once in each time slot, by one of all workers that know them.
        public var periodic: [PeriodicJob]
        /// The longest time between two looks for writers that ring nothing and whose commits no event tells of, in
        /// milliseconds. Shorter: they are seen sooner; longer: less work when idle.
        public var lookInterval: Int32
        /// After how many milliseconds dead workers are looked for again; four times as many where the death of one is
        /// an event that is heard.
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

    /// Something that a worker does now and then besides its jobs.
    public struct Chore: Sendable {
        public let name: String
        public let interval: Int64
        /// - Returns: whether there may be new work.
        public let run: @Sendable () throws -> Bool

        /// - Parameters:
        ///   - name: for messages about trouble with it.
        ///   - interval: milliseconds from one end to the next start.
        ///   - run: returns whether there may be new work.
        public init(_ name: String, every interval: Int64, run: @escaping @Sendable () throws -> Bool) {
            self.name = name
            self.interval = interval
            self.run = run
        }
    }
}
