import JSON
import SQLite
import TestSupport
import Testing

/// A queue that is set up as for a shop, with a running sandbox that plays the CRM. The sandbox's clock runs.
final class Bridge: Sendable {
    let folder = TemporaryDirectory()
    let sandbox: SandboxProgram
    var databasePath: String { folder.path(of: "queue.db") }
    var spoolPath: String { databasePath + "-spool" }

    /// - Parameters:
    ///   - settings: additional settings. The names have no prefix.
    ///   - arguments: the arguments of the sandbox program.
    init(_ settings: [String: String] = [:], sandbox arguments: [String] = []) throws {
        sandbox = try SandboxProgram(arguments)
        try sandbox.control("clock", ["running": true])
        var all = [
            "secret": "sandbox", "send_status": "",
            "api_url": "http://127.0.0.1:\(sandbox.client.port)/api/index.php",
        ]
        all.merge(settings) { $1 }
        let json = JSON.object(JSON.Object(all.sorted { $0.key < $1.key }.map { ("frontpadapi_" + $0, .string($1)) }))
        let result = try enqueue(["settings"], json.serialized())
        guard result.status == .exited(0) else { throw SandboxProgram.Failure(description: result.stderr) }
    }

    var environment: [String: String] { ["FRONTPAD_DB": databasePath, "TZ": "UTC"] }

    @discardableResult
    func enqueue(_ arguments: [String], _ input: String = "") throws -> ProgramResult {
        try run(Programs.path(named: "frontpad-enqueue"), arguments, stdin: input, environment: environment)
    }

    @discardableResult
    func queue(_ arguments: [String], _ input: String = "") throws -> ProgramResult {
        try run(Programs.path(named: "frontpad-queue"), arguments, stdin: input, environment: environment)
    }

    func crm(_ arguments: [String], _ input: String = "") throws -> ProgramResult {
        try run(Programs.path(named: "frontpad-crm"), arguments, stdin: input, environment: environment)
    }

    /// Enqueues an order as a checkout does. The first event creates the order, and the second sets its status.
    func checkOut(_ document: String) throws {
        try enqueue(["order"], document)
        try enqueue(["order"], document.replacing(#""event":"created""#, with: #""event":"status""#))
    }

    /// Runs a worker until no job is left that can run now.
    @discardableResult
    func drain() throws -> ProgramResult {
        try run(Programs.path(named: "frontpad-worker"), ["--drain"], environment: environment)
    }

    func startWorker(_ arguments: [String] = []) throws -> RunningProgram {
        try RunningProgram(Programs.path(named: "frontpad-worker"), arguments, environment: environment)
    }

    func read<T>(_ body: (Connection) throws -> T) throws -> T {
        try Database(path: databasePath, configuration: Database.Configuration(access: .write)).read(body)
    }

    func count(_ sql: String) throws -> Int { try read { try $0.scalar(sql, as: Int.self) ?? -1 } }
    func text(_ sql: String) throws -> String? { try read { try $0.scalar(sql, as: String.self) } }

    /// Returns the present time as a shop in UTC writes it.
    func now() throws -> String { try text("SELECT datetime('now')") ?? "" }

    func state(of order: Int) throws -> String? {
        try text("SELECT crm_state FROM crm_orders WHERE order_id = \(order)")
    }
}

/// The sample order documents. They were made from rows of real shops.
enum Samples {
    static func lines(_ version: String) -> [String] {
        let here = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        guard let bytes = Files.read("/\(here)/ops/samples/minishop2-\(version).jsonl") else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Returns a small order document that the sandbox accepts.
    static func order(
        _ id: Int, article: String = "PZ-001", event: String = "created", more: String = ""
    ) -> String {
        """
        {"id":\(id),"num":"T/\(id)","status":1,"createdon":"2026-11-23 10:00:00","event":"\(event)","event_seq":\(id),\
        "timezone":"UTC","address":{"receiver":"Иван","phone":"+79123456789"},"products":[{"product_id":1,\
        "name":"Маргарита","count":1,"article":"\(article)"}]\(more)}
        """
    }
}
