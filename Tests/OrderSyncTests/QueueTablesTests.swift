import Intake
import JobQueue
import SQLite
import TestSupport
import Testing

/// Only the module JobQueue may access the tables of the queue. Other modules call JobQueue. The only exceptions are
/// triggers in migrations. They insert and cancel jobs themselves, because they also run in other programs.
@Suite("The queue's tables", .ownThread) struct QueueTablesTests {
    private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    private let folder = TemporaryDirectory()
    private let database: Database
    /// A regular expression for SQL. It finds statements that use one of these tables or that insert a table name at
    /// run time.
    private let pattern: String

    init() throws {
        database = try Database(path: folder.path(of: "queue.db"))
        try database.migrate([QueueSchema.series], now: 0)
        let tables: [String] = try database.read { connection in
            try connection.column(
                """
                SELECT name FROM sqlite_schema
                WHERE type = 'table' AND name <> 'schema_migrations' AND name NOT LIKE 'sqlite_%'
                """)
        }
        let name = #"["`\[]?(main\.)?["`\[]?(\#(tables.joined(separator: "|")))\b"#
        let or = #"(\s+OR\s+\w+)?"#
        let exists = #"(\s+IF\s+(NOT\s+)?EXISTS)?"#
        pattern =
            #"\b(FROM|JOIN|INTO|UPDATE\#(or)|TABLE\#(exists)|ON|REFERENCES)\s+\#(name)"#
            + #"|\bFROM\s[\w\s.,()"`\[\]]*,\s*\#(name)"#
            + #"|(?-i:\b(FROM|JOIN|INTO|UPDATE)\s+\\\()"#
    }

    private func grep(_ options: [String], stdin: String = "") throws -> ProgramResult {
        try run("grep", options, stdin: stdin)
    }

    @Test("are named only in the SQL of JobQueue") func sources() throws {
        let options = ["-rPizo", "--include=*.swift", pattern]
        let found = try grep(options + ["--exclude-dir=JobQueue", "\(Self.root)/Sources"])
        #expect(found.status == .exited(1), "\(found.stdout)")
        // This shows that the search works. It finds the tables in the folder that may use them.
        #expect(try grep(options + ["\(Self.root)/Sources/JobQueue"]).status == .exited(0))
    }

    @Test("are not read by the views of the shop's migrations") func views() throws {
        try database.migrate(IntakeSchema.all, now: 0)
        let views: [String] = try database.read { try $0.column("SELECT sql FROM sqlite_schema WHERE type = 'view'") }
        #expect(views.count > 3)
        for view in views { #expect(try grep(["-qPiz", pattern], stdin: view).status == .exited(1), "\(view)") }
    }

    @Test(
        "are found in every form of SQL, so the check above can fail",
        arguments: [
            "SELECT id FROM jobs WHERE id = ?", "SELECT 1 FROM crm_orders JOIN attempts USING (id)",
            "select count(*) from main.workers", "INSERT INTO jobs (kind)", "REPLACE INTO \"queues\" VALUES (1)",
            "UPDATE OR IGNORE jobs SET queue = ?", "DELETE FROM budget_uses WHERE budget = ?",
            "SELECT id\n    FROM\n        jobs", "SELECT 1 FROM crm_orders AS c, jobs WHERE 1",
            "CREATE TEMP TRIGGER t AFTER UPDATE ON jobs BEGIN", "DROP TABLE IF EXISTS job_metrics",
            "SELECT * FROM \\(table)",
        ])
    func forms(of sql: String) throws {
        #expect(try grep(["-qPiz", pattern], stdin: sql).status == .exited(0))
    }

    @Test(
        "are not confused with similar words and names",
        arguments: [
            "3 jobs are taken back from \\(workers)", "SELECT job FROM crm_events",
            "UPDATE jobs_of_ours SET x = 1",
            "for job in jobs { try hold(job) }", "moved into \\(queue)",
        ])
    func others(of text: String) throws {
        #expect(try grep(["-qPiz", pattern], stdin: text).status == .exited(1))
    }
}
