internal import CommandKit
internal import Intake
internal import JobQueue
internal import SQLite

/// What all commands of this program need: the database, and the spool for what the database cannot take.
struct EnqueueContext {
    let location: QueueLocation
    private let clock = QueueClock.system
    /// A buyer waits in front of the checkout: what the database cannot take by then is spooled.
    private static let busyTimeout = 2_000

    init(_ command: ParsedCommand) {
        location = QueueLocation(option: command.value("--db"))
    }

    /// - Throws: ``QueueDatabaseError``.
    func open() throws(QueueDatabaseError) -> Database {
        let database = try QueueDatabase.open(
            location, as: .enqueue, now: clock.now(), busyTimeout: EnqueueContext.busyTimeout)
        // Never closed: the end of the process gives all back at once, while SQLite would free its schema piece by piece
        // before the buyer is answered.
        _ = Unmanaged.passRetained(database)
        return database
    }

    /// Runs `body` on the database and wakes the workers.
    ///
    /// - Throws: ``QueueDatabaseError`` for whatever SQLite refused.
    func write<T>(_ body: (Database) throws -> T) throws(QueueDatabaseError) -> T {
        let database = try open()
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

    /// As ``write(_:)``, where nothing can be done about a failure but to tell it.
    func writeOrFail<T>(_ body: (Database) throws -> T) throws(CommandError) -> T {
        do {
            return try write(body)
        } catch {
            throw CommandError(status: error.exitStatus, error.description)
        }
    }

    /// Keeps documents that the database could not take.
    ///
    /// - Returns: how the program ends: well, where a worker will take them in by itself.
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
            throw CommandError(status: 75, "\(what): neither the database nor the spool can be written (\(error))")
        }
        let what =
            documents.count == 1 ? "the \(kind.name) is kept" : "\(documents.count) \(kind.name)s are kept"
        let line = "\(what) in \(folder.path) until the database can be used: \(reason)"
        if reason.needsAPerson { throw CommandError(.configuration, line) }
        StandardError.write("frontpad-enqueue: \(DisplayText.oneLine(line))\n")
        return .success
    }

    /// Takes in what was spooled before. A failure is left to the workers: this program has done what it was asked for.
    func sweepSpool(into database: Database) {
        _ = try? SpoolSweep(folder: SpoolFolder(path: location.spoolFolder), database: database).run()
    }
}

extension QueueDatabaseError {
    /// Whether no waiting mends it: then a quiet success would hide it for ever.
    fileprivate var needsAPerson: Bool {
        switch self {
        case .noFolder, .networkFileSystem, .foreign, .newerSchema: true
        case .olderSchema: false
        case .sqlite(_, let error):
            switch error.kind {
            case .notADatabase: true
            case .busy, .full, .notPermitted, .constraint, .inputOutput, .other: false
            }
        }
    }
}

extension SpoolFolder.Kind {
    /// As a message calls it.
    fileprivate var name: String {
        switch self {
        case .order: "order"
        case .hook: "webhook"
        case .article: "article"
        }
    }
}
