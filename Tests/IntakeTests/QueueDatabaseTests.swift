import Intake
import SQLite
import TestSupport
import Testing

@Suite("The database of the queue", .ownThread) struct QueueDatabaseTests {
    private let folder = TemporaryDirectory()
    private var location: QueueLocation { QueueLocation(path: folder.path(of: "queue.db")) }

    private func open(_ location: QueueLocation) throws(QueueDatabaseError) {
        _ = try QueueDatabase.open(location, as: .service, now: 1)
    }

    @Test("is created with its schema and opens again") func created() throws {
        try open(location)
        try open(location)
        #expect(Files.exists(location.path))
    }

    @Test("needs its folder") func noFolder() {
        let location = QueueLocation(path: folder.path(of: "none/queue.db"))
        let error = #expect(throws: QueueDatabaseError.self) { try open(location) }
        #expect(error?.exitStatus == 78)
        #expect(error?.description.contains("does not exist") == true)
    }

    @Test("is not the database of another program") func foreign() throws {
        try #require(run("sqlite3", [location.path, "CREATE TABLE other (v)"]).status == .exited(0))
        let error = #expect(throws: QueueDatabaseError.self) { try open(location) }
        #expect(error?.exitStatus == 78)
        #expect(error?.description.contains("another program") == true)
    }

    @Test("must be an SQLite file") func damaged() {
        Files.write(Array("this is a text and not a database, long enough to be read as one".utf8), to: location.path)
        let error = #expect(throws: QueueDatabaseError.self) { try open(location) }
        #expect(error?.exitStatus == 78)
    }

    @Test(
        "asks for another try if the reason may pass, and for a person if it does not",
        arguments: [
            (5, 75), (13, 75), (10, 75), (8, 78), (14, 78), (11, 78), (26, 78), (19, 78), (1, 78),
        ] as [(Int32, Int32)])
    func exitStatus(code: Int32, status: Int32) {
        let error = QueueDatabaseError.sqlite(path: "/q.db", SQLiteError(extendedCode: code, message: "m"))
        #expect(error.exitStatus == status)
        #expect(error.description.hasPrefix("/q.db: "))
    }
}

@Suite("Old events of the CRM", .ownThread) struct CRMEventPruningTests {
    @Test("are deleted after 60 days unless they still wait") func pruned() throws {
        let shop = try ShopDatabase()
        let day: Int64 = 86_400_000
        for (id, age, state) in [(1, 61, "applied"), (2, 59, "applied"), (3, 61, "new"), (4, 61, "unmatched")] {
            try shop.database.write { connection in
                _ = try CRMEvent(
                    source: .command, crmOrderID: "\(id)", orderID: nil, incarnation: nil, job: nil, attempt: nil,
                    status: "1", datetime: nil
                ).store(in: connection)
                try connection.run(
                    "UPDATE crm_events SET received_at = ?, state = ? WHERE crm_order_id = ?",
                    100 * day - Int64(age) * day,
                    state, "\(id)")
            }
        }
        try CRMEventPruning.run(on: shop.database, now: 100 * day)
        let left = try shop.database.read { connection in
            try connection.column("SELECT crm_order_id FROM crm_events ORDER BY id", as: String.self)
        }
        #expect(left == ["2", "3"])
    }
}
