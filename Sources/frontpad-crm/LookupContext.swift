internal import CommandKit
internal import Frontpad
internal import Glibc
internal import Intake
internal import JSON
internal import JobQueue
internal import OrderSync
internal import Product
internal import SQLite
internal import Shop

/// What all commands of this program need: the look-ups, a way to wait for them, and methods to print.
struct LookupContext: CommandContext {
    private static let wait = DefaultedNumberOption(
        "--wait", "SECONDS", "How long to wait for a free request at most.", in: 0...600, default: 5)
    static let options: [any Parameter] = [wait, SharedOptions.json, SharedOptions.db]

    /// How long to wait for a lock on the database, in milliseconds.
    private static let busyTimeout = 2_000
    /// The maximum size of standard input, in bytes.
    private static let maxInput = 4096

    let lookups: CRMLookups
    let isJSON: Bool

    /// Opens the database.
    init(_ input: Input) throws {
        isJSON = input[SharedOptions.json]
        let database: Database
        do throws(QueueDatabaseError) {
            database = try QueueDatabase.open(
                QueueLocation(option: input[SharedOptions.db]), as: .enqueue, now: QueueClock.system.now(),
                busyTimeout: LookupContext.busyTimeout)
        } catch {
            throw CommandError(status: error.exitStatus, error.description)
        }
        let patience = Int64(input[LookupContext.wait]) * 1000
        lookups = CRMLookups(queue: JobQueue(database: database), patience: patience) { milliseconds in
            let seconds = LookupContext.seconds(milliseconds)
            StandardError.write("frontpad-crm: waiting \(seconds) s for a free request\n")
        }
    }

    /// Returns the text of an argument, trimmed. If the argument is "-", the text comes from standard input. So phones
    /// and certificates need not appear in the list of processes.
    ///
    /// - Throws: ``CommandError`` if the text is empty or longer than 100 characters.
    func text(of argument: Argument, in input: Input) throws -> String {
        var text = input[argument]
        if text == "-" {
            text = String(decoding: try InputFile("-").readAll(limit: LookupContext.maxInput), as: UTF8.self)
        }
        text = text.trimmed
        guard !text.isEmpty, text.unicodeScalars.count <= 100 else {
            throw CommandError.usage("\(argument.name) must have 1 to 100 characters")
        }
        return text
    }

    /// Runs a look-up and waits for its result.
    ///
    /// - Parameter what: the name of the thing to look up. The error message shows it.
    /// - Throws: ``CommandError`` if nothing was found.
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
                .tryAgain,
                "Frontpad's request limit is reached: try again in \(LookupContext.seconds(milliseconds)) s")
        case .tooOften(let milliseconds):
            throw CommandError(
                .tryAgain,
                "looked up too often, which Frontpad forbids: try again in \(LookupContext.seconds(milliseconds)) s")
        case .notConfigured:
            throw CommandError(.configuration, "frontpadapi_secret is not set: frontpad-queue settings set secret -")
        case .refused(let code): throw LookupContext.failure(code)
        case .unavailable(let words): throw CommandError(.unavailable, "Frontpad does not answer: \(words)")
        }
    }

    private static func failure(_ code: FrontpadErrorCode) -> CommandError {
        switch code {
        case .invalidSecret, .apiOff, .invalidPlant:
            CommandError(.configuration, "Frontpad rejects the account: \(code.text)")
        case .requestsLimit:
            CommandError(.tryAgain, "Frontpad reports that its request limit is reached: try again in a minute")
        case .invalidMethod, .cashClose, .invalidProductKeys, .invalidCertificate, .invalidDatetime, .invalidTags,
            .invalidHookStatus, .invalidOrderID, .invalidClientPhone, .invalidProducts, .noStops, .unknown:
            CommandError(.unavailable, "Frontpad rejects the request: \(code.text)")
        }
    }

    private static func seconds(_ milliseconds: Int64) -> Int64 { max(1, (milliseconds + 999) / 1000) }

    // MARK: - Printing

    func print(_ json: JSON) { StandardOutput.write(json.serialized(pretty: true) + "\n") }
    func print(_ table: Table) { StandardOutput.write(table.text(columns: StandardOutput.terminalColumns)) }
    func print(_ line: String) { StandardOutput.write(DisplayText.visible(line) + "\n") }

    /// Prints names and values, one pair per line.
    func print(_ pairs: [(name: String, value: String)]) {
        let width = (pairs.map { DisplayText.width($0.name) }.max() ?? 0) + 2
        for (name, value) in pairs {
            let gap = String(repeating: " ", count: width - DisplayText.width(name))
            StandardOutput.write(name + gap + DisplayText.oneLine(value) + "\n")
        }
    }
}
