internal import Glibc
internal import JobQueue
public import SQLite

/// Opens the database of the queue. Every program opens it in this way.
public enum QueueDatabase {
    /// What a program may do to the schema.
    public enum Role: Sendable, Hashable {
        /// The program creates a missing database, but never migrates an old one. It runs during a buyer's checkout,
        /// and a migration would take too long there.
        case enqueue
        /// The program creates a missing database and migrates an old one. Several programs may do so at the same
        /// time.
        case service
    }

    /// The size of the WAL, in bytes, at which even a program in a checkout runs a checkpoint. Usually a service runs
    /// it much earlier. This limit matters only if no service runs for a long time.
    private static let largestWALWithoutService: Int64 = 32 << 20
    /// How long one statement of a service may run, in milliseconds.
    private static let statementLimit: Int64 = 120_000

    /// - Parameters:
    ///   - creates: whether a missing database is created.
    ///   - now: the current time in milliseconds since 1970. It is stored with each applied migration.
    ///   - busyTimeout: see ``Database/Configuration/busyTimeout``.
    /// - Throws: ``QueueDatabaseError``.
    public static func open(
        _ location: QueueLocation, as role: Role, creates: Bool = true, now: Int64, busyTimeout: Int = 5_000
    ) throws(QueueDatabaseError) -> Database {
        var status = stat()
        guard stat(location.folder, &status) == 0 else { throw .noFolder(location.folder) }
        if case .network(let kind) = FileSystemKind(at: location.folder) {
            throw .networkFileSystem(path: location.path, kind: kind)
        }
        let modes = FileModes(besides: location.path)
        if creates {
            create(location.path, mode: modes.file)
        } else if stat(location.path, &status) != 0, errno == ENOENT {
            throw .missing(location.path)
        }
        try closeEmptyFile(location.path, mode: modes.file)
        do {
            let isService = role == .service
            let database = try Database(
                path: location.path,
                configuration: Database.Configuration(
                    access: .write, busyTimeout: busyTimeout, checkpointsOnClose: isService,
                    hasReader: isService,
                    largestWAL: isService ? Database.Configuration.retainedWALSize : largestWALWithoutService,
                    statementLimit: isService ? statementLimit : Int64(busyTimeout) + 5_000, fileMode: modes.file))
            try prepareSchema(of: database, at: location, as: role, now: now)
            // Only services check the triggers, at each start. A checkout has no time for the check.
            if isService, let name = try database.read({ try SchemaTriggers.foreign(on: $0) }) {
                throw QueueDatabaseError.foreignTrigger(path: location.path, name: name)
            }
            // An error here is ignored. If the witness file cannot be written, no worker can send from this database
            // either, and this program can still do its own work.
            try? SendingPause.look(at: JobQueue(database: database), now: now)
            return database
        } catch let error as QueueDatabaseError {
            throw error
        } catch let error as SQLiteError {
            throw .sqlite(path: location.path, error)
        } catch let error as NewerSchemaError {
            throw .newerSchema(path: location.path, error)
        } catch {
            throw .sqlite(path: location.path, SQLiteError(extendedCode: 1, message: "\(error)"))
        }
    }

    /// Creates an empty file, which is a valid database, so that the file has the right mode from the start. SQLite
    /// gives its other files the same mode. An existing file is not opened, because closing it here would drop the
    /// locks that SQLite holds on it in this process.
    private static func create(_ path: String, mode: mode_t) {
        let file = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else { return }
        fchmod(file, mode)
        close(file)
    }

    /// Takes away other users' access to an empty file that another program created, such as PHP's PDO. The empty file
    /// becomes the database, and SQLite gives its other files the same mode. `chmod` does this without opening the
    /// file.
    private static func closeEmptyFile(_ path: String, mode: mode_t) throws(QueueDatabaseError) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size == 0,
            status.st_mode & 0o777 & ~mode != 0
        else { return }
        guard chmod(path, mode) == 0 else { throw .exposed(path) }
    }

    private static func prepareSchema(
        of database: Database, at location: QueueLocation, as role: Role, now: Int64
    ) throws {
        let states = try database.read { connection in
            try IntakeSchema.all.map { series throws(SQLiteError) in try connection.schemaState(of: series) }
        }
        if states.allSatisfy({ $0 == .current }) { return }
        if states.allSatisfy({ $0 == .missing }) {
            let isForeign = try database.read { connection in
                try connection.scalar(
                    "SELECT count(*) FROM sqlite_schema WHERE name NOT IN ('schema_migrations', 'sqlite_sequence')",
                    as: Int.self) != 0
            }
            // Another process may be creating the schema at this moment. In that case the first series exists.
            if isForeign, try database.schemaState(of: IntakeSchema.all[0]) == .missing {
                throw QueueDatabaseError.foreign(location.path)
            }
        } else if role == .enqueue, states.contains(where: isOlder) {
            throw QueueDatabaseError.olderSchema(location.path)
        }
        try database.migrate(IntakeSchema.all, now: now)
    }

    private static func isOlder(_ state: SchemaState) -> Bool {
        switch state {
        case .older: true
        case .missing, .current, .newer: false
        }
    }
}
