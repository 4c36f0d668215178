import SQLite
import Testing

@testable import JobQueue

/// What the queue asks all the time must not cost more as the history of finished jobs grows: each statement is held
/// to its index. Source of the wording: <https://sqlite.org/eqp.html>.
@Suite("Query plans")
struct QueryPlanTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// What the plan must name.
        let index: String
        /// Whether the whole of a partial index may be read in its order; never the whole table.
        let readsWholeIndex: Bool
        let plan: @Sendable (Connection) throws -> [String]

        init(
            _ name: String, uses index: String, readsWholeIndex: Bool = false,
            plan: @escaping @Sendable (Connection) throws -> [String]
        ) {
            testDescription = name
            self.index = index
            self.readsWholeIndex = readsWholeIndex
            self.plan = plan
        }
    }

    static let cases = [
        Case("promote", uses: "jobs_scheduled") { try $0.queryPlan(of: ClaimSQL.promote, 1) },
        Case("next due", uses: "jobs_scheduled", readsWholeIndex: true) { try $0.queryPlan(of: ClaimSQL.nextDue) },
        Case("head of a queue", uses: "jobs_available") { try $0.queryPlan(of: ClaimSQL.head, "q") },
        Case("claim", uses: "jobs_available") { try $0.queryPlan(of: ClaimSQL.claim, "w", "q", 9, 1) },
        Case("finish", uses: "INTEGER PRIMARY KEY") {
            let none: Int? = nil
            return try $0.queryPlan(of: FinishSQL.finish, "completed", none, 0, none, 1, 1, "w", 1)
        },
        Case("end of an attempt", uses: "PRIMARY KEY") {
            try $0.queryPlan(of: FinishSQL.endAttempt, 1, "completed", "", 1, 1)
        },
        Case("unique key", uses: "jobs_unique_key") { try $0.queryPlan(of: InsertionSQL.unfinished, "k") },
        Case("orphans", uses: "jobs_running", readsWholeIndex: true) { try $0.queryPlan(of: RescueSQL.orphans) },
        Case("a lost worker's jobs", uses: "jobs_running") { try $0.queryPlan(of: RescueSQL.takeBack, "w") },
    ]

    @Test("a statement of the queue finds its rows by an index and never reads all jobs", arguments: cases)
    func usesIndex(_ query: Case) throws {
        let plan = try plan(of: query)
        #expect(plan.contains { $0.contains(query.index) }, "\(plan)")
        for step in plan where step.contains("SCAN") && (step.contains("jobs") || step.contains("attempts")) {
            #expect(query.readsWholeIndex && step.contains(query.index), "\(plan)")
        }
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }

    @Test("the statements keep their indexes when the table's statistics are known", arguments: cases)
    func usesIndexAfterAnalyze(_ query: Case) throws {
        let plan = try plan(of: query, after: "ANALYZE")
        #expect(plan.contains { $0.contains(query.index) }, "\(plan)")
    }

    @Test("a statement that no index serves reads all jobs: the check above can fail")
    func checkCanFail() throws {
        let unserved = Case("unserved", uses: "") { try $0.queryPlan(of: "SELECT id FROM jobs WHERE kind = ?", "k") }
        #expect(try plan(of: unserved) == ["SCAN jobs"])
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
