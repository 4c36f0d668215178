extension Worker {
    public struct Configuration: Sendable {
        /// The number of jobs that run at once.
        public var concurrency: Int
        /// Returns how to serve the queues of the handlers at the moment. The worker calls it before each claim, so it
        /// can park a queue while the queue's jobs cannot run.
        public var plan: @Sendable () throws -> ServicePlan
        /// How long this worker may be silent before others take over its jobs, in milliseconds. With a shorter lease,
        /// the jobs of a frozen worker continue sooner. With a longer one, a frozen worker has more time to wake up
        /// and finish them.
        public var lease: Int64
        /// How often a job may be lost with its worker before it is discarded, because such a job may be what kills
        /// the workers. After two losses a job runs alone. So with a value of 3 or more, no job is discarded because
        /// of another job that ran beside it.
        public var maxLostAttempts: Int
        /// The chores of the worker. They run at the start, one after the other, and then at their intervals.
        public var chores: [Chore]
        /// The periodic jobs. One of the workers inserts each of them once per time slot.
        public var periodic: [PeriodicJob]
        /// The longest time between two looks for new commits, in milliseconds. It matters only for commits that no
        /// ring and no file event has announced. With a shorter time, the worker sees them sooner. With a longer one,
        /// an idle worker does less.
        public var lookInterval: Int32
        /// The time between two looks for dead workers, in milliseconds. The worker waits four times as long while the
        /// system reports the death of a worker as an event.
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

    /// Work that a worker does at intervals, in addition to its jobs.
    public struct Chore: Sendable {
        public let name: String
        public let interval: Int64
        /// - Returns: true if there may be new jobs.
        public let run: @Sendable () throws -> Bool

        /// - Parameters:
        ///   - name: used in messages about its errors.
        ///   - interval: the time from the end of a run to the start of the next one, in milliseconds.
        ///   - run: the work. It returns true if there may be new jobs.
        public init(_ name: String, every interval: Int64, run: @escaping @Sendable () throws -> Bool) {
            self.name = name
            self.interval = interval
            self.run = run
        }
    }
}
