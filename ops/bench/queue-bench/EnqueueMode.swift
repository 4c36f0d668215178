internal import JobQueue
internal import SQLite

extension Bench {
    /// Inserts `count` jobs on each thread, `batch` per transaction. `latencies_ns` has the duration of each insertion.
    func enqueue() throws {
        begin()
        let start = nanoseconds()
        let results = onThreads(options.threads) { _ in Result { try insertAll() } }
        let latencies = try results.flatMap { try $0.get() }
        var figures = Figures(.enqueue)
        figures.add(start: start, end: nanoseconds())
        figures.add("count", latencies.count * options.batch)
        figures.add("latencies_ns", all: latencies)
        figures.show()
    }

    private func insertAll() throws -> [UInt64] {
        var latencies: [UInt64] = []
        let end = options.seconds > 0 ? nanoseconds() + UInt64(options.seconds) * 1_000_000_000 : .max
        while latencies.count * options.batch < options.count, nanoseconds() < end {
            if options.pause > 0 { pause(microseconds: .random(in: 0...options.pause)) }
            let before = nanoseconds()
            if options.batch == 1 {
                try queue.insert(Bench.job())
            } else {
                try queue.database.write { connection in
                    for _ in 0..<options.batch { try queue.insert(Bench.job(), in: connection) }
                }
                queue.doorbell.ring()
            }
            latencies.append(nanoseconds() - before)
        }
        return latencies
    }
}
