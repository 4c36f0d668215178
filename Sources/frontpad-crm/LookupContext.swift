internal import CommandKit
internal import Frontpad
internal import Glibc
internal import Intake
internal import JSON
internal import JobQueue
internal import OrderSync
internal import SQLite
internal import Shop

/// What all commands of this program need: the look-ups, a way to wait for them, and a way to print.
struct LookupContext {
    /// Seconds.
    private static let longestWait = 600
    private static let busyTimeout = 2_000
    private static let maxInput = 4096

    let command: ParsedCommand
    let lookups: CRMLookups
    var isJSON: Bool { command.flag("--json") }

    /// - Throws: ``CommandError`` where the database cannot be used.
    init(_ command: ParsedCommand) throws {
        self.command = command
        let wait = try command.integer("--wait", in: 0...LookupContext.longestWait) ?? CRMCommands.defaultWait
        let database: Database
        do throws(QueueDatabaseError) {
            database = try QueueDatabase.open(
                QueueLocation(option: command.value("--db")), as: .enqueue, now: QueueClock.system.now(),
                busyTimeout: LookupContext.busyTimeout)
        } catch {
            throw CommandError(status: error.exitStatus, error.description)
        }
        lookups = CRMLookups(queue: JobQueue(database: database), patience: Int64(wait) * 1000) { milliseconds in
            StandardError.write("frontpad-crm: waits for its turn, \(LookupContext.seconds(milliseconds)) s\n")
        }
    }

    /// The first argument; "-" reads it, so that neither phone nor certificate shows in the list of processes.
    ///
    /// - Throws: ``CommandError`` where there is nothing in it.
    func subject() throws -> String {
        var text = command.argument(0) ?? ""
        if text == "-" {
            text = String(decoding: try InputFile("-").readAll(limit: LookupContext.maxInput), as: UTF8.self)
        }
        text = text.trimmed
        guard !text.isEmpty, text.unicodeScalars.count <= 100 else {
            throw CommandError.usage("\(command.definition.arguments.first?.name ?? "the value") must not be empty")
        }
        return text
    }

    /// Waits for a look-up from a thread that is not one of the tasks'.
    ///
    /// - Throws: ``CommandError`` for everything but what was found.
    func find<Value: Sendable>(
        _ what: String, _ lookup: @escaping @Sendable (CRMLookups) async throws -> LookupResult<Value>
    ) throws -> Value {
        let lookups = lookups
        let result = Waiting.result { try await lookup(lookups) }
        switch try result.get() {
        case .found(let value): return value
        case .notFound: throw CommandError(.failure, "\(what) was not found")
        case .busy(let milliseconds):
            throw CommandError(
                .tryAgain, "Frontpad's limit is reached: try again in \(LookupContext.seconds(milliseconds)) s")
        case .tooOften(let milliseconds):
            throw CommandError(
                .tryAgain,
                "asked too often, which Frontpad forbids: try again in \(LookupContext.seconds(milliseconds)) s")
        case .notConfigured:
            throw CommandError(.configuration, "frontpadapi_secret is not set: frontpad-queue settings set secret -")
        case .refused(let code): throw LookupContext.failure(code)
        case .unavailable(let words): throw CommandError(.unavailable, "Frontpad does not answer: \(words)")
        }
    }

    private static func failure(_ code: FrontpadErrorCode) -> CommandError {
        switch code {
        case .invalidSecret, .apiOff, .invalidPlant:
            CommandError(.configuration, "Frontpad refuses the account: \(code.text)")
        case .requestsLimit:
            CommandError(.tryAgain, "Frontpad says that its limit is reached: try again in a minute")
        case .invalidMethod, .cashClose, .invalidProductKeys, .invalidCertificate, .invalidDatetime, .invalidTags,
            .invalidHookStatus, .invalidOrderID, .invalidClientPhone, .invalidProducts, .noStops, .unknown:
            CommandError(.unavailable, "Frontpad refuses: \(code.text)")
        }
    }

    private static func seconds(_ milliseconds: Int64) -> Int64 { max(1, (milliseconds + 999) / 1000) }

    // MARK: - Printing

    func print(_ json: JSON) { StandardOutput.write(json.serialized(pretty: true) + "\n") }
    func print(_ table: Table) { StandardOutput.write(table.text(columns: StandardOutput.terminalColumns)) }
    func print(_ line: String) { StandardOutput.write(DisplayText.visible(line) + "\n") }

    /// Names and values, one pair a line.
    func print(_ pairs: [(name: String, value: String)]) {
        let width = (pairs.map { DisplayText.width($0.name) }.max() ?? 0) + 2
        for (name, value) in pairs {
            let gap = String(repeating: " ", count: width - DisplayText.width(name))
            StandardOutput.write(name + gap + DisplayText.oneLine(value) + "\n")
        }
    }
}
