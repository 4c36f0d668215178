public import SQLite

/// A histogram of durations.
public struct LatencyHistogram: Sendable, Hashable {
    /// The inclusive upper bounds of the buckets, in milliseconds. The last bucket has no upper bound.
    public static let bounds: [Int64] = [1, 5, 10, 50, 100, 500, 1_000, 5_000, 30_000, 60_000, 600_000]

    /// One count per bucket bound, and one for the last, unbounded bucket. The counts are not cumulative.
    public internal(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
    /// The sum of all durations, in milliseconds.
    public internal(set) var sum: Int64 = 0
    public var count: Int { counts.reduce(0, +) }

    mutating func add(_ milliseconds: Int64) {
        let milliseconds = max(0, milliseconds)
        counts[LatencyHistogram.bounds.firstIndex { milliseconds <= $0 } ?? LatencyHistogram.bounds.count] += 1
        sum = sum.saturatingAdding(milliseconds)
    }

    mutating func add(_ other: LatencyHistogram) {
        for bucket in counts.indices { counts[bucket] += other.counts[bucket] }
        sum = sum.saturatingAdding(other.sum)
    }
}

/// The counters for the jobs of one queue and kind since the installation. A worker stores its counts once a second.
/// If it is killed, the counts of its last second are lost.
public struct JobMetrics: Sendable, Hashable, RowDecodable {
    public let queue: String
    public let kind: String
    public internal(set) var claimed = 0
    /// The number of attempts by outcome. An outcome that never happened has no entry.
    public internal(set) var outcomes: [Attempt.Outcome: Int] = [:]
    /// The times between a job's due time and its claim.
    public internal(set) var wait = LatencyHistogram()
    /// The times between the claim and the end of the attempt.
    public internal(set) var run = LatencyHistogram()

    init(queue: String, kind: String) {
        self.queue = queue
        self.kind = kind
    }

    /// Reads the columns that `MetricsSQL.all` selects.
    public init(_ row: Row) throws(SQLiteError) {
        queue = try row.get("queue")
        kind = try row.get("kind")
        claimed = try row.get("claimed")
        for outcome in Attempt.Outcome.allCases {
            let count: Int = try row.get(outcome.rawValue)
            if count > 0 { outcomes[outcome] = count }
        }
        wait.sum = try row.get("waited")
        run.sum = try row.get("ran")
        for bucket in wait.counts.indices {
            wait.counts[bucket] = try row.get("wait_\(bucket)")
            run.counts[bucket] = try row.get("run_\(bucket)")
        }
    }

    /// The values in the order of ``MetricsSQL/counters``.
    fileprivate var values: [any Bindable] {
        [claimed] + Attempt.Outcome.allCases.map { outcomes[$0] ?? 0 } + [wait.sum, run.sum] + wait.counts + run.counts
    }
}

enum MetricsSQL {
    private static let buckets = 0...LatencyHistogram.bounds.count
    static let counters =
        ["claimed"] + Attempt.Outcome.allCases.map(\.rawValue) + ["waited", "ran"]
        + buckets.map { "wait_\($0)" } + buckets.map { "run_\($0)" }
    static let add = """
        INSERT INTO job_metrics (queue, kind, \(counters.joined(separator: ", ")))
        VALUES (?, ?\(String(repeating: ", ?", count: counters.count)))
        ON CONFLICT (queue, kind) DO UPDATE SET
            \(counters.map { "\($0) = \(SaturatingSQL.sum($0, "excluded.\($0)"))" }.joined(separator: ", "))
        """
    static let all = "SELECT queue, kind, \(counters.joined(separator: ", ")) FROM job_metrics ORDER BY queue, kind"
}

/// Counts that are not stored yet. Storing them takes one statement for each queue and kind.
struct MetricsBatch {
    private var rows: [JobMetrics] = []

    mutating func claimed(_ claim: Claim) {
        change(claim.job) { metrics in
            metrics.claimed += 1
            metrics.wait.add(claim.waited)
        }
    }

    mutating func finished(_ job: Job, _ outcome: Attempt.Outcome, ran: Int64) {
        change(job) { metrics in
            metrics.outcomes[outcome, default: 0] += 1
            metrics.run.add(ran)
        }
    }

    mutating func lost(queue: String, kind: String) {
        change(queue: queue, kind: kind) { $0.outcomes[.lost, default: 0] += 1 }
    }

    var isEmpty: Bool { rows.isEmpty }

    mutating func add(_ other: MetricsBatch) {
        for row in other.rows {
            change(queue: row.queue, kind: row.kind) { metrics in
                metrics.claimed += row.claimed
                metrics.outcomes.merge(row.outcomes, uniquingKeysWith: +)
                metrics.wait.add(row.wait)
                metrics.run.add(row.run)
            }
        }
    }

    func store(in connection: Connection) throws(SQLiteError) {
        for row in rows { try connection.run(MetricsSQL.add, values: [row.queue, row.kind] + row.values) }
    }

    private mutating func change(_ job: Job, _ body: (inout JobMetrics) -> Void) {
        change(queue: job.queue, kind: job.kind, body)
    }

    /// A linear search is faster than a dictionary here, because a transaction has jobs of only a few kinds.
    private mutating func change(queue: String, kind: String, _ body: (inout JobMetrics) -> Void) {
        if let index = rows.firstIndex(where: { $0.kind == kind && $0.queue == queue }) {
            body(&rows[index])
        } else {
            var metrics = JobMetrics(queue: queue, kind: kind)
            body(&metrics)
            rows.append(metrics)
        }
    }
}

extension JobQueue {
    /// The counters for every queue and kind in which a job was ever claimed.
    public func metrics(on connection: Connection) throws(SQLiteError) -> [JobMetrics] {
        try connection.all(MetricsSQL.all)
    }
}
