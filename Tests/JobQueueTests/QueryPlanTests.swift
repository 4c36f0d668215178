import SQLite
import Testing

@testable import JobQueue

/// The queue's frequent statements must not become slower as finished jobs accumulate, so each statement must use its
/// index. The wording of the plans is documented at <https://sqlite.org/eqp.html>.
@Suite("Query plans")
struct QueryPlanTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The index that the plan must name.
        let index: String
        /// Whether the plan may read a whole partial index in its order. It must never read the whole table.
        let readsWholeIndex: Bool
        /// The maximum number of times that the plan may sort the rows of the index.
        let sortsAtMost: Int
        let plan: @Sendable (Connection) throws -> [String]

        init(
            _ name: String, uses index: String, readsWholeIndex: Bool = false, sortsAtMost: Int = 0,
            plan: @escaping @Sendable (Connection) throws -> [String]
        ) {
            testDescription = name
            self.index = index
            self.readsWholeIndex = readsWholeIndex
            self.sortsAtMost = sortsAtMost
            self.plan = plan
        }
    }

    static let cases = [
        Case("promote", uses: "jobs_scheduled") { try $0.queryPlan(of: ClaimSQL.promote, 1) },
        Case("put off by a clock ahead", uses: "jobs_scheduled") {
            try $0.queryPlan(of: ClockStepSQL.putOffAhead, 1)
        },
        Case("next due", uses: "jobs_scheduled", readsWholeIndex: true) { try $0.queryPlan(of: ClaimSQL.nextDue) },
        Case("head of a queue", uses: "jobs_available") { try $0.queryPlan(of: ClaimSQL.head, "q") },
        Case("next jobs", uses: "jobs_available") { try $0.queryPlan(of: ClaimSQL.next, "q", 9, 1) },
        Case("losses of the running jobs", uses: "jobs_running") { try $0.queryPlan(of: CompanySQL.losses, "w") },
        Case("claim", uses: "INTEGER PRIMARY KEY") { try $0.queryPlan(of: ClaimSQL.claim, "w", 1) },
        Case("finish", uses: "INTEGER PRIMARY KEY") {
            let none: Int? = nil
            return try $0.queryPlan(of: FinishSQL.finish, "completed", none, 0, none, 1, 1, "w", 1)
        },
        Case("end of an attempt", uses: "PRIMARY KEY") {
            try $0.queryPlan(of: AttemptSQL.end, 1, "completed", "", 1, 1)
        },
        Case("claim still held", uses: "INTEGER PRIMARY KEY") { try $0.queryPlan(of: HoldSQL.holds, 1, "w", 1) },
        Case("running of a queue", uses: "COVERING INDEX jobs_running", readsWholeIndex: true) {
            try $0.queryPlan(of: ControlSQL.running, "q")
        },
        Case("cancel requests", uses: "jobs_running") { try $0.queryPlan(of: CancellationSQL.requests, "w") },
        Case("a cancel request", uses: "INTEGER PRIMARY KEY") {
            try $0.queryPlan(of: CancellationSQL.request, "r", 1)
        },
        Case("a cancel reason", uses: "INTEGER PRIMARY KEY") { try $0.queryPlan(of: CancellationSQL.reason, 1) },
        Case("progress", uses: "INTEGER PRIMARY KEY") { try $0.queryPlan(of: ProgressSQL.save, "p", 1, "w", 1) },
        Case("what to prune", uses: "INTEGER PRIMARY KEY") {
            try $0.queryPlan(of: PruningSQL.old, 0, 500, 1, 1, 1, 1)
        },
        Case("ages of a step of pruning", uses: "INTEGER PRIMARY KEY") {
            try $0.queryPlan(of: PruningSQL.ages, 0, 500, 1, 1)
        },
        Case("ends ahead of the clock", uses: "INTEGER PRIMARY KEY") {
            try $0.queryPlan(of: PruningSQL.end, 0, 500, 1)
        },
        Case("next to prune", uses: "INTEGER PRIMARY KEY") { try $0.queryPlan(of: PruningSQL.next, 0) },
        Case("a pruned job", uses: "INTEGER PRIMARY KEY") { try $0.queryPlan(of: PruningSQL.delete, 1) },
        Case("a less urgent reservation", uses: "budget_uses_budget", sortsAtMost: 1) {
            try $0.queryPlan(of: BudgetSQL.lessUrgentReservation, "b", 1)
        },
        Case("oldest that waits", uses: "COVERING INDEX jobs_available", readsWholeIndex: true) {
            try $0.queryPlan(of: BacklogSQL.oldest)
        },
        Case("unique key", uses: "jobs_unique_key") { try $0.queryPlan(of: UnfinishedSQL.withKey, "k") },
        Case("unfinished about a subject", uses: "jobs_subject") {
            try $0.queryPlan(of: UnfinishedSQL.about, "s", "k")
        },
        Case("ended about a subject", uses: "jobs_subject") {
            try $0.queryPlan(of: InspectionSQL.hasEnded, "s", "k", 1)
        },
        Case("scheduled of a queue", uses: "jobs_scheduled", readsWholeIndex: true) {
            try $0.queryPlan(of: NextJobsSQL.scheduled, "q", 10)
        },
        Case("make due", uses: "INTEGER PRIMARY KEY") { try $0.queryPlan(of: ReschedulingSQL.makeDue, 1, 1) },
        Case("make a kind due", uses: "jobs_scheduled", readsWholeIndex: true) {
            try $0.queryPlan(of: ReschedulingSQL.makeKindDue, 1, "k")
        },
        Case("move", uses: "INTEGER PRIMARY KEY") { try $0.queryPlan(of: ReschedulingSQL.move, "q", 1) },
        Case("reinsert", uses: "INTEGER PRIMARY KEY") { try $0.queryPlan(of: ReschedulingSQL.reinsert, "q", 1, 1) },
        Case("kinds that no worker knows", uses: "jobs_scheduled", readsWholeIndex: true, sortsAtMost: 1) {
            try $0.queryPlan(of: UnknownKindSQL.counts, UnknownKindSQL.reason)
        },
        Case("recent failures", uses: "INTEGER PRIMARY KEY", sortsAtMost: 1) {
            try $0.queryPlan(of: FailureSQL.recent, 500, 10)
        },
        Case("last insertion", uses: "INTEGER PRIMARY KEY") { try $0.queryPlan(of: StoredTimesSQL.inserted) },
        Case("furthest time", uses: "jobs_scheduled", readsWholeIndex: true) {
            try $0.queryPlan(of: StoredTimesSQL.furthest)
        },
        Case("uses of a budget", uses: "budget_uses_budget") { try $0.queryPlan(of: BudgetSQL.usesSince, "b", 1) },
        Case("forget uses", uses: "budget_uses_budget") { try $0.queryPlan(of: BudgetSQL.forgetUses, "b") },
        Case("orphans", uses: "jobs_running", readsWholeIndex: true) { try $0.queryPlan(of: RescueSQL.orphans) },
        Case("a lost worker's jobs", uses: "jobs_running") { try $0.queryPlan(of: RescueSQL.takeBack, "w") },
    ]

    static let all = cases + counts + byState

    static let counts = BacklogSQL.counts.map { state, sql in
        Case(
            "count of \(state)", uses: "COVERING INDEX jobs_\(state)", readsWholeIndex: true,
            sortsAtMost: state == .available || state == .discarded ? 0 : 1
        ) { try $0.queryPlan(of: sql) }
    }

    static let byState =
        UnfinishedSQL.counts.map { state, sql in
            Case("unfinished: \(state)", uses: "jobs_\(state)", readsWholeIndex: true) {
                try $0.queryPlan(of: sql, "q", "k")
            }
        }
        + ClockStepSQL.move.map { state, sql in
            Case("moved with the clock: \(state)", uses: "jobs_\(state)", readsWholeIndex: true) {
                try $0.queryPlan(of: sql, 1, 1)
            }
        }
        + StoredTimesSQL.ahead.map { state, sql in
            Case("inserted ahead of the clock: \(state)", uses: "jobs_\(state)", readsWholeIndex: true) {
                try $0.queryPlan(of: sql, 1)
            }
        }
        + CancellationSQL.unclaimed.map { state, sql in
            Case("cancel unclaimed: \(state)", uses: "jobs_\(state)", readsWholeIndex: true) {
                try $0.queryPlan(of: sql, "r", 1, "q")
            }
        }

    @Test("a statement of the queue finds its rows by an index and never reads all jobs", arguments: all)
    func usesIndex(_ query: Case) throws {
        let plan = try plan(of: query)
        #expect(plan.contains { $0.contains(query.index) }, "\(plan)")
        for step in plan where step.contains("SCAN") && (step.contains("jobs") || step.contains("attempts")) {
            #expect(query.readsWholeIndex && step.contains(query.index), "\(plan)")
        }
        #expect(plan.count { $0.contains("TEMP B-TREE") } <= query.sortsAtMost, "\(plan)")
    }

    @Test("the statements keep their indexes after ANALYZE", arguments: all)
    func usesIndexAfterAnalyze(_ query: Case) throws {
        let plan = try plan(of: query, after: "ANALYZE")
        #expect(plan.contains { $0.contains(query.index) }, "\(plan)")
    }

    @Test("a statement without a fitting index reads all jobs, so the check above can fail")
    func checkCanFail() throws {
        let unserved = Case("unserved", uses: "") { try $0.queryPlan(of: "SELECT id FROM jobs WHERE kind = ?", "k") }
        #expect(try plan(of: unserved) == ["SCAN jobs"])
    }

    /// SQLite has no query plan for an upsert, so this test examines the program that SQLite runs for it
    /// (<https://sqlite.org/opcode.html>).
    @Test("storing counters finds their row by the primary key and reads no others")
    func countersUseTheirKey() throws {
        let test = try TestQueue()
        let values: [any Bindable] = ["q", "k"] + MetricsSQL.counters.map { _ in 1 }
        let opcodes = try test.queue.database.write { connection in
            try connection.run(MetricsSQL.add, values: values)
            let placeholders = values.map { _ in "NULL" }
            var parts = MetricsSQL.add.split(separator: "?", omittingEmptySubsequences: false).map(String.init)
            try #require(parts.count == values.count + 1)
            let end = parts.removeLast()
            let sql = zip(parts, placeholders).map { $0 + $1 }.joined() + end
            return try connection.all("EXPLAIN " + sql) { row throws(SQLiteError) in
                try row.get("opcode", as: String.self)
            }
        }
        #expect(opcodes.contains("NoConflict") || opcodes.contains("Found"))
        #expect(!opcodes.contains("Rewind") && !opcodes.contains("Next"), "\(opcodes)")
    }

    private func plan(of query: Case, after preparation: String = "") throws -> [String] {
        let test = try TestQueue()
        return try test.queue.database.write { connection in
            for _ in 0..<50 { try test.queue.insert(NewJob(kind: "k", queue: "q"), in: connection) }
            try connection.execute(preparation)
            return try query.plan(connection)
        }
    }
}
