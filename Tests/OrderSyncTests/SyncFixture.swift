import Frontpad
import Intake
import JSON
import JobQueue
import SQLite
import Shop
import TestSupport
import Testing

@testable import OrderSync

/// A migrated queue with settings, a clock that a test can advance, and a worker that runs one job at a time.
final class SyncFixture: Sendable {
    let folder = TemporaryDirectory()
    let database: Database
    let queue: JobQueue
    private let offset = Monitor<Int64>(0)
    /// The distance in milliseconds by which the wall clock has jumped.
    private let jump = Monitor<Int64>(0)
    private let worker: WorkerIdentity
    /// The creation time of all orders. It is an hour ago by the machine's clock.
    private let createdon: String

    init(_ settings: [String: String] = [:]) throws {
        let path = folder.path(of: "queue.db")
        database = try QueueDatabase.open(QueueLocation(path: path), as: .service, now: QueueClock.system.now())
        let (offset, jump) = (self.offset, self.jump)
        // The triggers use the machine's time, so a test can only advance the clock. Budgets use the steady clock. The
        // fixture's steady clock stands still between advances, so that budgets do not become free on a slow machine.
        let start = QueueClock.system.steady()
        queue = JobQueue(
            database: database,
            clock: QueueClock(
                now: { QueueClock.system.now() + offset.withLock { $0 } + jump.withLock { $0 } },
                steady: { start + offset.withLock { $0 } },
                boot: "boot", sleep: { slept in offset.withLock { $0 += slept } }), random: { 0.5 })
        createdon = LocalTime(milliseconds: QueueClock.system.now() - 3_600_000, in: .machine).text
        worker = try WorkerIdentity(databasePath: path, concurrency: 1)
        try set([
            "secret": "s3cr3t", "send_status": "", "error_status": "7", "manager_email": "boss@example.test",
            "smtp_url": "smtp://127.0.0.1:1", "shop_command": "/bin/true", "language": "en",
        ])
        try set(settings)
        try BudgetKeeper(queue: queue).follow(try self.settings)
    }

    deinit { worker.retire() }

    var settings: Settings { get throws { try database.read { try Settings.read(on: $0) } } }

    func set(_ values: [String: String?]) throws {
        try database.write { connection in
            for (name, value) in values {
                try SettingsStore.store([SettingDefinition.prefix + name: value], in: connection)
            }
        }
    }

    func advance(by milliseconds: Int64) { offset.withLock { $0 += milliseconds } }

    /// Moves only the wall clock, as an administrator or NTP does.
    func jumpWall(by milliseconds: Int64) { jump.withLock { $0 += milliseconds } }

    /// Stores an order as the shop does.
    func store(
        _ id: Int = 7, products: JSON = [Fixture.product()], event: String = "created", seq: Int = 1, status: Int = 1
    ) throws {
        let document: JSON = [
            "id": .number(id), "num": .string("2611/\(id)"), "status": .number(status),
            "event": .string(event),
            "event_seq": .number(seq), "createdon": .string(createdon), "products": products,
            "address": ["receiver": "Иван", "phone": "+79123456789"],
        ]
        _ = try OrderIntake(database: database).store([try OrderIntake.Item(Array(document.serialized().utf8))])
    }

    /// Claims the next order as a worker does, if its queue can be served now.
    func claim() throws -> Claim? {
        let plan = try database.read { try QueuePlan.read(on: $0, sendmail: "/nowhere") }
        return try queue.claim(plan.service.specs(of: ["crm"]), worker: worker, limit: 1).claims.first
    }

    func claim(from name: String, budgets: [String] = []) throws -> Claim {
        try #require(try queue.claim([QueueSpec(name, budgets: budgets)], worker: worker, limit: 1).claims.first)
    }

    /// Claims all available jobs of a queue.
    func claims(from name: String) throws -> [Claim] {
        try queue.claim([QueueSpec(name)], worker: worker, limit: 1_000).claims
    }

    /// Claims jobs from some queues, as a worker does.
    func claims(of queues: [QueueSpec], limit: Int) throws -> [Claim] {
        try queue.claim(queues, worker: worker, limit: limit).claims
    }

    /// Claims a job from a queue, if the queue can be served now.
    func plannedClaims(from name: String) throws -> [Claim] {
        let plan = try database.read { try QueuePlan.read(on: $0, sendmail: "/nowhere") }
        return try claims(of: plan.service.specs(of: [name]), limit: 1)
    }

    func handler(_ url: String) -> SendOrderHandler {
        SendOrderHandler(queue: queue) { _, secret in
            FrontpadClient(url: url, secret: secret, timeoutMilliseconds: 30_000)
        }
    }

    /// Runs a job and finishes it.
    @discardableResult
    func perform(_ claim: Claim, by handler: any JobHandler) async throws -> FinishResult {
        let outcome = try await handler.perform(claim)
        return try database.write { [queue] in
            try queue.finish(claim, outcome, backoff: handler.backoff, in: $0)
        }
    }

    /// Claims the next order and sends it to a server.
    @discardableResult
    func send(to url: String) async throws -> FinishResult {
        try await perform(try #require(try claim()), by: handler(url))
    }

    // MARK: - Results

    func text(_ sql: String) throws -> String? {
        try database.read { try $0.scalar(sql, as: String.self) }
    }

    func count(_ sql: String) throws -> Int? { try database.read { try $0.scalar(sql, as: Int.self) } }

    func run(_ sql: String) throws { try database.write { _ = try $0.run(sql) } }

    func state(_ id: Int = 7) throws -> String? {
        try text("SELECT crm_state FROM crm_orders WHERE order_id = \(id)")
    }

    func reference(_ id: Int64 = 7) throws -> OrderReference {
        let incarnation = try database.read {
            try $0.scalar("SELECT incarnation FROM crm_orders WHERE order_id = ?", id, as: Int.self)
        }
        return OrderReference(order: id, incarnation: try #require(incarnation))
    }

    func order(_ id: Int64 = 7) throws -> CRMOrder {
        let reference = try reference(id)
        return try #require(try database.read { try CRMOrder.read(reference, on: $0) })
    }

    /// Returns the names of the events in the order's story.
    func events(_ id: Int = 7) throws -> [String] {
        try database.read {
            try $0.column("SELECT event FROM order_events WHERE order_id = ? ORDER BY id", id)
        }
    }

    /// Returns the args of all jobs of a kind.
    func jobs(_ kind: String) throws -> [JSON] {
        let args = try database.read {
            try $0.column("SELECT args FROM jobs WHERE kind = ? ORDER BY id", kind, as: String.self)
        }
        return try args.map { try JSON.parse($0) }
    }

    /// The number of requests that count against the account's budget.
    var spentRequests: Int {
        get throws {
            try database.read {
                try $0.scalar("SELECT count(*) FROM budget_uses WHERE budget = 'frontpad'", as: Int.self) ?? 0
            }
        }
    }
}

/// Returns a CRM that gives the same answer to every request.
func crm(_ answer: String) -> ScriptedServer {
    ScriptedServer(.read, .send("HTTP/1.1 200 OK\r\nContent-Length: \(answer.utf8.count)\r\n\r\n\(answer)"))
}

let taken = #"{"result":"success","order_id":"1000020","order_number":"143"}"#

func refusal(_ code: String) -> String { #"{"result":"error","error":"\#(code)"}"# }
