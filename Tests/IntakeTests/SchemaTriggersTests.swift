import Intake
import SQLite
import TestSupport
import Testing

@testable import Intake

@Suite("The triggers of a database", .ownThread) struct SchemaTriggersTests {
    private let folder = TemporaryDirectory()
    private var location: QueueLocation { QueueLocation(path: folder.path(of: "queue.db")) }

    private func open() throws -> Database { try QueueDatabase.open(location, as: .service, now: 1) }

    @Test("are known with the text that SQLite stores") func known() throws {
        let stored = try open().read { connection in
            try connection.all("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'") {
                row throws(SQLiteError) in
                (try row.get("name", as: String.self), try row.get("sql", as: String.self))
            }
        }
        #expect(stored.count > 30)
        #expect(Dictionary(uniqueKeysWithValues: stored) == SchemaTriggers.own)
    }

    @Test(
        "keep services from a database where one is foreign or changed, and name it",
        arguments: [
            ("CREATE TRIGGER spy AFTER INSERT ON orders BEGIN UPDATE settings SET value = 'x'; END", "spy"),
            (
                """
                DROP TRIGGER crm_events_fixed;
                CREATE TRIGGER crm_events_fixed BEFORE UPDATE ON crm_events BEGIN SELECT 1; END
                """, "crm_events_fixed"
            ),
        ])
    func foreign(sql: String, name: String) throws {
        try open().write { try $0.execute(sql) }
        let error = #expect(throws: QueueDatabaseError.self) { try open() }
        #expect(error?.exitStatus == 78)
        #expect(error?.description.contains("«\(name)»") == true)
        // A checkout can still store its order.
        _ = try QueueDatabase.open(location, as: .enqueue, now: 1)
    }
}
