internal import JobQueue
internal import SQLite

extension Bench {
    /// Runs a worker with `slots` slots until no job is left.
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

    /// Runs a worker with `slots` slots until standard input ends or, if a count was given, that many jobs are done.
    /// Prints `idle` when it idles for the first time. `latencies_ns` has the time from the beginning of each insertion
    /// to the start of its job.
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
            // The thread that waits for input is still blocked, so returning is not enough.
            exit(0)
        }
        // Wait for input on a thread of its own. Blocking one of the threads that run the jobs would cost a core.
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
