internal import JobQueue
internal import SQLite

extension Bench {
    /// Claims `slots` jobs at a time and finishes them together until none is left: two commits for that many jobs.
    func cycle() throws {
        let worker = try WorkerIdentity(databasePath: options.database, concurrency: options.slots)
        begin()
        let start = nanoseconds()
        var count = 0
        while true {
            let claims = try queue.claim([QueueSpec(Bench.queueName)], worker: worker, limit: options.slots).claims
            if claims.isEmpty { break }
            count += claims.count
            try finish(claims)
        }
        try queue.unregister(worker)
        var figures = Figures(.cycle)
        figures.add(start: start, end: nanoseconds())
        figures.add("count", count)
        figures.show()
    }

    /// Measures `count` claims of one job each. It excludes the finishes between them, and the first claims, which load
    /// the pages into the cache.
    func claims() throws {
        let warmUp = 20
        let worker = try WorkerIdentity(databasePath: options.database, concurrency: 1)
        begin()
        var latencies: [UInt64] = []
        for number in 0..<(warmUp + options.count) {
            let before = nanoseconds()
            let claims = try queue.claim([QueueSpec(Bench.queueName)], worker: worker, limit: 1).claims
            let after = nanoseconds()
            guard !claims.isEmpty else { break }
            if number >= warmUp { latencies.append(after - before) }
            try finish(claims)
        }
        try queue.unregister(worker)
        var figures = Figures(.claims)
        figures.add("count", latencies.count)
        figures.add("latencies_ns", all: latencies)
        figures.show()
    }

    private func finish(_ claims: [Claim]) throws {
        try queue.database.write { connection in
            for claim in claims { _ = try queue.finish(claim, .completed(), in: connection) }
        }
    }
}
