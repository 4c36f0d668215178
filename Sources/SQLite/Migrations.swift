/// One step of a schema. Its SQL usually comes from one file.
public struct Migration: Sendable {
    /// The version after this step. Versions increase within a series.
    public let version: Int
    public let name: String
    /// One or more statements. They run inside a transaction, so they must not begin or commit one.
    public var sql: String { readSQL() }
    private let readSQL: @Sendable () -> String

    public init(version: Int, name: String, sql: String) {
        self.init(version: version, name: name) { sql }
    }

    private init(version: Int, name: String, readSQL: @escaping @Sendable () -> String) {
        self.version = version
        self.name = name
        self.readSQL = readSQL
    }

    /// - Parameters:
    ///   - fileName: the name of the file without its extension, such as "m0001_jobs". The digits are the version.
    ///   - bytes: the statements in UTF-8. They are read only when the step is applied, so a program with an
    ///     up-to-date schema does not load them.
    public init(fileName: String, bytes: @autoclosure @escaping @Sendable () -> [UInt8]) {
        let digits = fileName.dropFirst().prefix { $0.isNumber }
        guard let version = Int(digits) else { preconditionFailure("no version in the file name \(fileName)") }
        self.init(version: version, name: fileName) { String(decoding: bytes(), as: UTF8.self) }
    }
}

/// The steps of one schema, oldest first. A database can have several series.
public struct MigrationSeries: Sendable {
    public let name: String
    public let migrations: [Migration]
    public var latestVersion: Int { migrations.last?.version ?? 0 }

    public init(name: String, migrations: [Migration]) {
        for (migration, next) in zip(migrations, migrations.dropFirst()) {
            precondition(migration.version < next.version, "\(name): \(next.name) is out of order")
        }
        self.name = name
        self.migrations = migrations
    }
}

/// The state of a database's schema, compared with the version that this program knows.
public enum SchemaState: Sendable, Hashable {
    /// No step of the series has been applied.
    case missing
    case current
    /// The program knows steps that have not been applied.
    case older(version: Int)
    /// A newer program has changed the schema. This program must not write.
    case newer(version: Int)
}

/// The error that is thrown if a newer program has changed the schema of the database.
public struct NewerSchemaError: Error, Sendable, CustomStringConvertible {
    public let series: String
    public let found: Int
    public let known: Int
    public var description: String {
        "the database has version \(found) of the schema «\(series)», this program knows versions up to \(known): "
            + "update this program"
    }
}

extension Database {
    /// Compares a series with the steps that this database has. The method changes nothing.
    public func schemaState(of series: MigrationSeries) throws -> SchemaState {
        try read { connection in try connection.schemaState(of: series) }
    }

    /// Applies the missing steps of all series in one transaction, so that nobody sees a partial schema. Many
    /// processes may call this method at once. Each step is applied by only one of them.
    ///
    /// - Throws: ``NewerSchemaError`` if a newer program has changed the schema; nothing is changed then.
    ///   ``SQLiteError`` if a statement fails.
    public func migrate(_ series: [MigrationSeries], now: Int64) throws {
        for one in series {
            if case .newer(let version) = try schemaState(of: one) {
                throw NewerSchemaError(series: one.name, found: version, known: one.latestVersion)
            }
        }
        guard try series.contains(where: { try schemaState(of: $0) != .current }) else { return }
        try write { connection in
            for one in series {
                for migration in one.migrations { try connection.apply(migration, of: one, now: now) }
            }
        }
    }
}

extension Connection {
    public func schemaState(of series: MigrationSeries) throws(SQLiteError) -> SchemaState {
        let table = try scalar(
            "SELECT count(*) FROM sqlite_schema WHERE type='table' AND name='schema_migrations'", as: Int.self)
        guard table == 1 else { return .missing }
        let version =
            try scalar("SELECT max(version) FROM schema_migrations WHERE series=?", series.name, as: Int.self) ?? 0
        if version == 0 { return .missing }
        if version == series.latestVersion { return .current }
        return version < series.latestVersion ? .older(version: version) : .newer(version: version)
    }

    fileprivate func apply(_ migration: Migration, of series: MigrationSeries, now: Int64) throws {
        try execute(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                series TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, applied_at INTEGER NOT NULL,
                PRIMARY KEY (series, version)
            ) STRICT, WITHOUT ROWID
            """)
        if case .newer(let version) = try schemaState(of: series) {
            throw NewerSchemaError(series: series.name, found: version, known: series.latestVersion)
        }
        let isNew = try run(
            "INSERT INTO schema_migrations VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            series.name, migration.version, migration.name, now)
        if isNew == 1 { try execute(migration.sql) }
    }
}
