internal import CSQLite
internal import Glibc

/// A connection to a database file. Only one thread uses it at a time; ``Database`` guarantees that.
public final class Connection {
    let handle: OpaquePointer
    private var statements: [StatementKey: Statement] = [:]
    private let patience: BusyHandler
    private let deadline: StatementDeadline
    /// The number of pages in the WAL after this connection's last commit. It stays 0 until ``countPagesInWAL()`` is
    /// called.
    var pagesInWAL = 0

    init(path: String, flags: Int32, configuration: Database.Configuration) throws(SQLiteError) {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(
            path, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW, RetainedWAL.vfs)
        guard code == SQLITE_OK, let handle else {
            let error =
                handle.map { SQLiteError(lastOf: $0, code: code, sql: nil) }
                ?? SQLiteError(extendedCode: code, message: "out of memory")
            sqlite3_close_v2(handle)
            throw error
        }
        self.handle = handle
        patience = BusyHandler(milliseconds: configuration.busyTimeout)
        patience.install(on: handle)
        deadline = StatementDeadline(limit: configuration.statementLimit)
        deadline.install(on: handle)
        harden()
    }

    /// The maximum size of a text or blob that is read or written, in bytes. Our largest document has 4 MiB.
    private static let largestValue: Int32 = 64 << 20

    /// Limits the harm that a crafted database file can do to a program that opens it. Source:
    /// <https://sqlite.org/security.html>.
    private func harden() {
        frontpad_sqlite3_db_config_int(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
        frontpad_sqlite3_db_config_int(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Connection.largestValue)
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    /// Installs our busy handler again after a call of `sqlite3_busy_timeout` has replaced it.
    func restoreBusyHandler() { patience.install(on: handle) }

    /// Starts to count the WAL's pages after each commit. The counter replaces SQLite's automatic checkpoint. Source:
    /// <https://sqlite.org/c3ref/wal_hook.html>.
    func countPagesInWAL() {
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                if let context {
                    Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().pagesInWAL = Int(pages)
                }
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Runs one or more statements that have no bound values and return no rows, such as pragmas and migrations.
    public func execute(_ script: String) throws(SQLiteError) {
        let code = sqlite3_exec(handle, script, nil, nil, nil)
        guard code == SQLITE_OK else { throw SQLiteError(lastOf: handle, code: code, sql: firstLine(of: script)) }
    }

    /// Runs one statement and ignores the rows that it returns.
    ///
    /// - Returns: the number of rows that the statement changed. Rows that triggers changed do not count
    ///   (<https://sqlite.org/c3ref/changes.html>).
    @discardableResult
    public func run(_ sql: String, _ values: any Bindable...) throws(SQLiteError) -> Int {
        try run(sql, values: values)
    }

    /// Runs one statement. Its bound values are in an array.
    @discardableResult
    public func run(_ sql: String, values: [any Bindable]) throws(SQLiteError) -> Int {
        try each(sql, values) { _ throws(SQLiteError) in }
        return Int(sqlite3_changes64(handle))
    }

    /// - Returns: the results of `read`, one for each row.
    public func all<T>(
        _ sql: String, _ values: any Bindable..., read: (Row) throws(SQLiteError) -> T
    ) throws(SQLiteError) -> [T] {
        var result: [T] = []
        try each(sql, values) { row throws(SQLiteError) in result.append(try read(row)) }
        return result
    }

    /// - Returns: the result of `read` for the first row, or nil if there is no row. The statement runs to its end, so
    ///   a RETURNING clause still makes all its changes.
    public func first<T>(
        _ sql: String, _ values: any Bindable..., read: (Row) throws(SQLiteError) -> T
    ) throws(SQLiteError) -> T? {
        var result: T?
        try each(sql, values) { row throws(SQLiteError) in
            if result == nil { result = try read(row) }
        }
        return result
    }

    /// Calls `body` for every row.
    public func forEach(
        _ sql: String, _ values: any Bindable..., body: (Row) throws(SQLiteError) -> Void
    ) throws(SQLiteError) {
        try each(sql, values, body)
    }

    /// Runs `body` without the limit on the time of a statement, for a check that reads a whole large database.
    public func withoutTimeLimit<T>(_ body: () throws(SQLiteError) -> T) throws(SQLiteError) -> T {
        try deadline.lifted(body)
    }

    /// Whether a transaction is open. Some errors, such as a full disk, make SQLite roll it back. Source:
    /// <https://sqlite.org/c3ref/get_autocommit.html>.
    public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// The row id of the last row that this connection inserted. Rows that triggers inserted do not count.
    public var lastInsertedRowID: Int64 { sqlite3_last_insert_rowid(handle) }

    /// SQLite's query plan for a statement, one line per step. Tests use it to check that a query uses its index.
    /// Source: <https://sqlite.org/eqp.html>.
    public func queryPlan(of sql: String, _ values: any Bindable...) throws(SQLiteError) -> [String] {
        var steps: [String] = []
        try each("EXPLAIN QUERY PLAN " + sql, values) { row throws(SQLiteError) in
            steps.append(try row.get("detail"))
        }
        return steps
    }

    /// Runs `body` in a savepoint. If `body` throws, its changes are rolled back and the surrounding transaction stays
    /// open.
    public func savepoint<T, E: Error>(_ body: () throws(E) -> T) throws -> T {
        try run("SAVEPOINT item")
        do {
            let result = try body()
            try run("RELEASE item")
            return result
        } catch {
            // Some errors, such as a full disk, have already rolled back the whole transaction, including this
            // savepoint.
            if isInTransaction {
                try run("ROLLBACK TO item")
                try run("RELEASE item")
            }
            throw error
        }
    }

    func each(
        _ sql: String, _ values: [any Bindable], _ body: (Row) throws(SQLiteError) -> Void
    ) throws(SQLiteError) {
        let statement = try prepared(sql)
        statement.isInUse = true
        defer {
            statement.reset()
            statement.isInUse = false
        }
        try statement.bind(values)
        try deadline.during { () throws(SQLiteError) in
            while try statement.step() { try body(Row(statement: statement)) }
        }
    }

    private func prepared(_ sql: String) throws(SQLiteError) -> Statement {
        let key = StatementKey(sql: sql)
        if let kept = statements[key] {
            return kept.isInUse ? try Statement(sql, on: handle) : kept
        }
        let statement = try Statement(sql, on: handle)
        statements[key] = statement
        return statement
    }

    private func firstLine(of script: String) -> String {
        script.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
    }
}
