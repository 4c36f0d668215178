import ChildProcess
import Frontpad
import HTTP
import Intake
import JSON
import JobQueue
import SQLite
import Shop
import TestSupport

@testable import OrderSync

/// The world of the test: the shop, the queue with its workers, and the CRM. All clocks stand still between the steps.
///
/// `@unchecked Sendable` is safe here, because only one sequence runs at a time and its steps wait for each other.
final class LifeWorld: @unchecked Sendable {
    /// A defect that a test adds on purpose to show that the checks find it.
    enum Fault: Sendable {
        case none
        /// An order in doubt is sent again without a person's decision.
        case sendsDoubtsAgain
        case ignoresCancellations
        case losesShopUpdates
        case forgetsEdits
    }

    private static let start: Int64 = 1_800_000_000_000
    let sendsAtCreation: Bool
    let fault: Fault
    let queue: JobQueue
    let folder = TemporaryDirectory(isInMemory: true)
    let database: Database
    let clock = Monitor<Int64>(LifeWorld.start)
    let tables: [String]
    var worker: WorkerIdentity
    var handlers: [String: any JobHandler] = [:]

    // The state of the present sequence.
    var shop = LifeShop()
    var models: [LifeModel] = []
    var unheard: Set<Int> = []
    var spooled: [String: Int] = [:]
    var parked: [LifeRequest] = []
    var next: (outcome: LifeStep.Outcome, beforeFirstByte: LifeStep.Move?, beforeAnswer: LifeStep.Move?)
    var request: LifeRequest?
    var command = LifeStep.Command.works
    /// The copies of orders that the CRM has received, each with the URL for its webhooks.
    var copies: [(order: Int, id: String, hook: String)] = []
    var mails: [NotifyManagerJob] = []
    var violation: LifeViolation?

    init(sendsAtCreation: Bool, fault: Fault) throws {
        self.sendsAtCreation = sendsAtCreation
        self.fault = fault
        next = (.accepted, nil, nil)
        let path = folder.path(of: "queue.db")
        let database = try QueueDatabase.open(QueueLocation(path: path), as: .service, now: LifeWorld.start)
        self.database = database
        worker = try WorkerIdentity(databasePath: path, concurrency: 1)
        let clock = clock
        queue = JobQueue(
            database: database,
            clock: QueueClock(
                now: { clock.withLock { $0 } }, steady: { clock.withLock { $0 } - LifeWorld.start + 1_000_000 },
                boot: "boot", sleep: { _ in }), random: { 0.5 })
        // The triggers read the time from this view, so the test replaces it.
        try database.write { connection in
            try connection.run("CREATE TABLE test_clock (now INTEGER NOT NULL) STRICT")
            try connection.run("INSERT INTO test_clock VALUES (?)", LifeWorld.start)
            try connection.run("DROP VIEW present")
            try connection.run("CREATE VIEW present AS SELECT now FROM test_clock")
        }
        let settings = [
            "secret": "s3cr3t", "send_status": sendsAtCreation ? "" : "\(LifeShop.triggerStatus)",
            "error_status": "\(LifeShop.errorStatus)", "cancel_statuses": "\(LifeShop.cancelStatus)",
            "manager_email": "boss@example.test", "smtp_url": "smtp://127.0.0.1:1", "shop_command": "/bin/true",
            "language": "en", "hook_url": "http://shop.example/hook.php", "hook_statuses": "10,11",
            "matched_statuses": "10:3, 11:5", "timezone": "UTC",
        ]
        _ = try database.write { connection in
            try SettingsStore.store(
                Dictionary(uniqueKeysWithValues: settings.map { (SettingDefinition.prefix + $0.key, $0.value) }),
                in: connection)
        }
        try BudgetKeeper(queue: queue).follow(try database.read { try Settings.read(on: $0) })
        tables = try database.read { connection in
            let all = try connection.column(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", as: String.self)
            return try all.filter { table throws(SQLiteError) in
                try connection.scalar("SELECT 1 FROM \"\(table)\" LIMIT 1", as: Int.self) == nil
            } + ["workers"]
        }
        let send = SendOrderHandler(queue: queue) { [unowned self] settings, secret in
            FrontpadClient(
                url: settings.apiURL, secret: secret, timeoutMilliseconds: settings.timeoutMilliseconds,
                http: HTTPClient { [unowned self] in await answer($0, $1) })
        }
        let update = UpdateShopHandler(queue: queue) { [unowned self] in try runCommand($0) }
        handlers = [
            SendOrderJob.kind: send, UpdateShopJob.kind: update,
            ApplyCRMStatusJob.kind: ApplyCRMStatusHandler(queue: queue),
            ReportChangeJob.kind: ReportChangeHandler(queue: queue),
        ]
    }

    /// Runs a sequence from the beginning and continues until nothing happens any more.
    func live(_ steps: [LifeStep]) async throws -> LifeViolation? {
        try reset()
        do {
            for step in steps {
                try await take(step)
                if let violation { throw violation }
            }
            try await comeToRest()
            if let violation { throw violation }
            try LifeCheck(self).run()
        } catch let violation as LifeViolation {
            await endRequests()
            return violation
        }
        await endRequests()
        return nil
    }

    private func reset() throws {
        shop = LifeShop()
        (models, unheard, spooled, copies, mails) = ([], [], [:], [], [])
        (request, violation) = (nil, nil)
        clock.withLock { $0 = LifeWorld.start }
        try database.write { connection in
            for table in tables { try connection.run("DELETE FROM \"\(table)\"") }
            try connection.run("UPDATE test_clock SET now = ?", LifeWorld.start)
        }
    }

    /// Ends the requests that are still stopped at the end of the sequence.
    private func endRequests() async {
        for request in parked { await request.end() }
        parked = []
    }

    // MARK: - Steps

    private func take(_ step: LifeStep) async throws {
        try advance(10)
        switch step {
        case .shop(let move, let door):
            for number in shop.move(move) { try deliver(number, door) }
        case .unheard(let move):
            // The first event of a new order shows the queue that the old order with this id is over, so it is always
            // delivered.
            let isFirst = move == .startAnew || move == .create
            for number in shop.move(move) {
                if isFirst { try deliver(number, .command) } else { unheard.insert(number) }
            }
        case .deliver(let index, let door):
            guard !shop.log.isEmpty else { return }
            try deliver(index % shop.log.count, door)
        case .send(let outcome, let beforeFirstByte, let beforeAnswer):
            next = (outcome, beforeFirstByte, beforeAnswer)
            try advance(2_000)
            _ = try await work(in: [QueueName.crm])
        case .wakeUp(let index, let isAnswered):
            guard !parked.isEmpty else { return }
            let request = parked.remove(at: index % parked.count)
            try await request.goOn(isAnswered: isAnswered)
        case .webhook(let index, let status):
            guard !copies.isEmpty else { return }
            try report(copies[index % copies.count], status: status)
        case .person(let act): try person(act)
        case .updateShop(let command):
            self.command = command
            _ = try await work(in: [QueueName.shop])
        case .background: try await background()
        case .wait(let milliseconds): try advance(milliseconds)
        case .sweep: try sweep()
        }
        try plant()
    }

    func advance(_ milliseconds: Int64) throws {
        let now = clock.withLock { now in
            now += milliseconds
            return now
        }
        _ = try database.write { try $0.run("UPDATE test_clock SET now = ?", now) }
    }

    func plant() throws {
        let sql: String
        switch fault {
        case .none, .losesShopUpdates, .forgetsEdits: return
        case .sendsDoubtsAgain: sql = "UPDATE crm_orders SET crm_state = 'new' WHERE crm_state = 'in_doubt'"
        case .ignoresCancellations:
            sql = "UPDATE crm_orders SET cancelled_at = NULL, cancel_reason = NULL WHERE cancelled_at IS NOT NULL"
        }
        _ = try database.write { try $0.run(sql) }
    }

    // MARK: - What the queue says

    struct Standing: RowDecodable {
        let incarnation: Int
        let state: String
        let isArchived: Bool
        let isListedAsNotLeaving: Bool

        init(_ row: Row) throws(SQLiteError) {
            incarnation = try row.get("incarnation")
            state = try row.get("crm_state")
            isArchived = try row.get("is_archived", as: Int.self) == 1
            isListedAsNotLeaving = try row.get("is_listed", as: Int.self) == 1
        }
    }

    /// - Parameter order: the number of the order, as the shop counts.
    func standing(of order: Int) throws -> Standing? {
        try database.read { connection in
            try connection.first(
                """
                SELECT incarnation, crm_state, is_archived, EXISTS (SELECT 1 FROM orders_not_leaving AS listed
                    WHERE listed.order_id = every_order.order_id AND listed.incarnation = every_order.incarnation)
                    AS is_listed
                FROM every_order WHERE order_id = ? AND createdon_local = ?
                """, LifeShop.id, LifeShop.createdon(order))
        }
    }
}
