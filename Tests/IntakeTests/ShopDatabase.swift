import Glibc
import Intake
import JobQueue
import SQLite
import TestSupport
import Testing

/// A migrated database in a temporary folder. The program `sqlite3` plays another program that writes to it.
struct ShopDatabase {
    let folder = TemporaryDirectory()
    let database: Database
    var queue: JobQueue { JobQueue(database: database) }
    var location: QueueLocation { QueueLocation(path: folder.path(of: "queue.db")) }

    /// How a database got the present schema.
    enum Origin: String, CaseIterable, Sendable {
        case created
        /// The database had version 4 of the shop's schema, with the orders in `Resources/shop4.sql`, and was
        /// upgraded.
        case upgraded
    }

    init(_ origin: Origin = .created) throws {
        let path = folder.path(of: "queue.db")
        if origin == .upgraded {
            let result = try run("sqlite3", ["-bail", path], stdin: PackageResources.shop4_sql)
            #expect(result.status == .exited(0), "\(result.stderr)")
        }
        database = try QueueDatabase.open(QueueLocation(path: path), as: .service, now: 1_700_000_000_000)
    }

    /// The program that plays the other writer. It is `sqlite3`, unless `ops/check-sqlite` names a program with
    /// another version of SQLite.
    private static let foreignWriter = getenv("FRONTPAD_FOREIGN_SQLITE").map { String(cString: $0) } ?? "sqlite3"

    /// Runs SQL in a separate process, as another program would.
    @discardableResult
    func shell(_ sql: String) throws -> String {
        let result = try run(Self.foreignWriter, ["-bail", location.path, ".timeout 5000", sql])
        #expect(result.stderr == "")
        return result.stdout
    }

    func set(_ key: String, _ value: String) throws {
        try database.write { connection in _ = try SettingsStore.store([key: value], in: connection) }
    }

    func count(_ sql: String) throws -> Int {
        try database.read { connection in try connection.scalar(sql, as: Int.self) ?? 0 }
    }

    /// The number of unfinished jobs that send an order.
    var sendJobs: Int {
        get throws {
            try count(
                """
                SELECT count(*) FROM jobs
                WHERE kind = 'send_order' AND state IN ('scheduled', 'available', 'running')
                """)
        }
    }

    func status(of order: Int) throws -> Int {
        try count("SELECT status FROM orders WHERE id = \(order)")
    }

    func setState(_ state: String, of order: Int) throws {
        try database.write { connection in
            try connection.run("UPDATE jobs SET state = 'completed' WHERE subject = ?", "order:\(order)")
            try connection.run("UPDATE crm_orders SET crm_state = ? WHERE order_id = ?", state, order)
        }
    }
}

/// The ways in which a program may write an order's row.
enum Write: String, CaseIterable, Sendable {
    case insert = "INSERT INTO"
    case replace = "REPLACE INTO"
    case orIgnore = "INSERT OR IGNORE INTO"
    case orFail = "INSERT OR FAIL INTO"
    case upsert = "INSERT INTO orders_upsert"

    func sql(
        id: Int = 1, num: String = "2611/1", createdon: Int64 = 1_800_000_000_000, status: Int, event: String,
        seq: Int, document: String = "{}"
    ) -> String {
        let head = self == .upsert ? "INSERT INTO" : rawValue
        let tail =
            self == .upsert
            ? """
             ON CONFLICT (id) DO UPDATE SET num = excluded.num, createdon = excluded.createdon,
            status = excluded.status, event = excluded.event, event_seq = excluded.event_seq,
            document = excluded.document
            """ : ""
        return """
            \(head) orders (id, num, createdon, status, event, event_seq, document)
            VALUES (\(id), '\(num)', \(createdon), \(status), '\(event)', \(seq), '\(document)')\(tail)
            """
    }
}
