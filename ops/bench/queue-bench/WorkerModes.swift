internal import JobQueue
internal import SQLite

extension Bench {
    /// Runs a worker with `slots` slots until nothing is left.
    func drain() async throws {
        let tally = Tally()
        let worker = try makeWorker(tally)
        begin()
        let start = nanoseconds()
        try await worker.run(.drain)
        var figures = Figures(.drain)
        figures.add(start: start, end: nanoseconds())
        tally.add(to: &figures)
        figures.show()
    }

    /// Runs a worker with `slots` slots until standard input ends or, where a count was given, so many jobs are done.
    /// Says `idle` when it idles for the first time; `latencies_ns`: from the beginning of each insertion to the start
    /// of its job.
    func serve() async throws {
        let tally = Tally(limit: options.limit)
        let worker = try makeWorker(tally)
        begin()
        let work = Task.detached {
            let start = nanoseconds()
            try await worker.run(.serve)
            var figures = Figures(.serve)
            figures.add(start: start, end: nanoseconds())
            tally.add(to: &figures)
            figures.add("latencies_ns", all: tally.latencies)
            figures.show()
            // The thread that waits for input is left behind.
            exit(0)
        }
        // A thread that waits for input must not be one of those that run the jobs: there is one for each core.
        await endOfInput()
        worker.stop()
        try await work.value
    }

    private func makeWorker(_ tally: Tally) throws -> Worker {
        let saysIdle = options.mode == .serve
        let worker = try Worker(
            queue: queue, handlers: [NoWork { tally.started($0) }],
            configuration: Worker.Configuration(concurrency: options.slots)
        ) { event in
            switch event {
            case .finished: tally.finishedOne()
            case .trouble(let what): tally.met(trouble: what)
            case .idle: if saysIdle, tally.isFirstIdling() { say("idle") }
            default: break
            }
        }
        tally.whenFull { worker.stop() }
        return worker
    }
}
