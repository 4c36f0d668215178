internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue
internal import Product
internal import SQLite

/// What all commands of this program need: the database, the spool for documents that the database cannot take, and
/// methods to print.
struct EnqueueContext: CommandContext {
    static let options: [any Parameter] = [SharedOptions.json, SharedOptions.db, wait]
    static let wait = NumberOption(
        "--wait", "MS",
        "How long to wait for a lock on the database, in milliseconds. Default: \(shortWait), then the document goes to "
            + "the spool folder; \(longWait) for commands that do not use the spool folder.", in: 0...600_000)
    static let file = OptionalArgument("FILE", "The file to read; - or nothing: standard input.")

    /// How long to wait for a lock on the database if the document can go to the spool, in milliseconds. The time is
    /// short because a buyer is waiting in the checkout.
    private static let shortWait = 500
    /// The same for commands that have nothing to spool. A person is waiting for them.
    private static let longWait = 2_000

    /// The same if another command has just waited in vain. Both events of a checkout would otherwise wait.
    private static let waitAfterFailure = 50
    private static let recentFailure: Int64 = 5_000
    /// How many spooled documents one command takes in.
    private static let mostSpooled = 50

    private let wait: Int?
    let location: QueueLocation
    let isJSON: Bool
    private let clock = QueueClock.system

    init(_ input: Input) {
        location = QueueLocation(option: input[SharedOptions.db])
        isJSON = input[SharedOptions.json]
        wait = input[EnqueueContext.wait]
    }

    /// Prints one line: JSON for a program, or words for a person.
    func print(_ json: JSON, or words: String) {
        StandardOutput.write((isJSON ? json.serialized() : DisplayText.oneLine(words)) + "\n")
    }

    /// - Throws: ``QueueDatabaseError``.
    private func open(wait milliseconds: Int) throws(QueueDatabaseError) -> Database {
        let database = try QueueDatabase.open(
            location, as: .enqueue, now: clock.now(), busyTimeout: wait ?? patience(milliseconds))
        // Never close the database. The end of the process frees everything at once. SQLite would free its schema
        // piece by piece while the buyer waits for an answer.
        _ = Unmanaged.passRetained(database)
        return database
    }

    private func patience(_ milliseconds: Int) -> Int {
        let spool = SpoolFolder(path: location.spoolFolder)
        return milliseconds == EnqueueContext.shortWait
            && spool.hasNews(within: EnqueueContext.recentFailure, now: clock.now())
            ? EnqueueContext.waitAfterFailure : milliseconds
    }

    /// Runs `body` on the database and wakes the workers.
    ///
    /// - Throws: ``QueueDatabaseError`` if SQLite fails.
    func write<T>(
        wait milliseconds: Int = shortWait, _ body: (Database) throws -> T
    ) throws(QueueDatabaseError) -> T {
        let database = try open(wait: milliseconds)
        do {
            let result = try body(database)
            Doorbell(databasePath: location.path).ring()
            return result
        } catch let error as SQLiteError {
            throw .sqlite(path: location.path, error)
        } catch {
            throw .sqlite(path: location.path, SQLiteError(extendedCode: 1, message: "\(error)"))
        }
    }

    /// Runs `body` on the database and wakes the workers, like ``write(_:)``. Use this method for commands that have
    /// nothing to spool. `body` may throw a ``CommandError`` to refuse the request.
    func writeOrFail<T>(_ body: (Database) throws -> T) throws(CommandError) -> T {
        let result: Result<T, CommandError>
        do throws(QueueDatabaseError) {
            result = try write(wait: EnqueueContext.longWait) { database in
                do {
                    return .success(try body(database))
                } catch let error as CommandError {
                    return .failure(error)
                }
            }
        } catch {
            throw CommandError(status: error.exitStatus, error.description)
        }
        return try result.get()
    }

    /// Returns the order that a person has named, or nil if there is none.
    func order(_ name: String, on connection: Connection) throws -> OrderReference? {
        do {
            return try OrderName.find(name, on: connection)
        } catch let error as AmbiguousOrderName {
            throw CommandError(.data, error.description)
        }
    }

    /// Stores documents in the spool folder because the database could not take them.
    ///
    /// - Returns: success if a worker will take in the documents without help from a person.
    func spool(
        _ documents: [[UInt8]], kind: SpoolFolder.Kind = .order, because reason: QueueDatabaseError
    ) throws(CommandError) -> ExitStatus {
        let folder = SpoolFolder(path: location.spoolFolder)
        var kept = 0
        do throws(SpoolFolder.Failure) {
            for document in documents {
                try folder.put(document, kind: kind, now: clock.now())
                kept += 1
            }
        } catch {
            let count = documents.count - kept
            let what = count == 1 ? "the \(kind.name) was NOT taken in" : "\(count) \(kind.name)s were NOT taken in"
            if reason.needsAPerson { throw CommandError(status: reason.exitStatus, "\(what): \(reason)") }
            throw CommandError(
                status: 75, "\(what): neither the database nor the spool folder can be written (\(error))")
        }
        let what =
            documents.count == 1 ? "the \(kind.name) is kept" : "\(documents.count) \(kind.name)s are kept"
        let line = "\(what) in \(folder.path) until the database can be used: \(reason)"
        if reason.needsAPerson { throw CommandError(.configuration, line) }
        StandardError.write("frontpad-enqueue: \(DisplayText.oneLine(line))\n")
        return .success
    }

    /// Takes in documents that were spooled earlier. Errors are ignored here, because this program has done its own
    /// task and the workers will try again.
    func sweepSpool(into database: Database) {
        _ = try? SpoolSweep(folder: SpoolFolder(path: location.spoolFolder), database: database).run(
            atMost: EnqueueContext.mostSpooled)
    }
}

extension QueueDatabaseError {
    /// Whether only a person can fix this error. In that case the program must not exit with success, because that
    /// would hide the problem forever.
    fileprivate var needsAPerson: Bool {
        switch self {
        case .noFolder, .networkFileSystem, .missing, .exposed, .foreign, .newerSchema, .foreignTrigger: true
        case .olderSchema: false
        case .sqlite(_, let error):
            switch error.kind {
            case .notADatabase: true
            case .busy, .full, .notPermitted, .constraint, .inputOutput, .tooLong, .other: false
            }
        }
    }
}

extension SpoolFolder.Kind {
    /// The name of such a document in messages.
    fileprivate var name: String {
        switch self {
        case .order: "order"
        case .hook: "webhook"
        case .article: "article"
        case .settings: "settings file"
        }
    }
}
