internal import CSQLite
internal import Glibc

/// One connection to a database file. It belongs to one thread at a time; ``Database`` sees to that.
public final class Connection {
    let handle: OpaquePointer
    private var statements: [StatementKey: Statement] = [:]
    private let patience: BusyHandler
    /// After this connection's last commit, once ``countPagesInWAL()`` was called.
    var pagesInWAL = 0

    init(path: String, flags: Int32, configuration: Database.Configuration) throws(SQLiteError) {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(
            path, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, RetainedWAL.vfs)
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
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    /// Puts back the connection's own way of waiting after SQLite's plain time-out was used.
    func restoreBusyHandler() { patience.install(on: handle) }

    /// Counts the log's pages after each commit, and turns SQLite's automatic checkpoint off.
    /// Source: <https://sqlite.org/c3ref/wal_hook.html>.
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

    /// Runs statements that take no values and give no rows: pragmas and migrations.
    public func execute(_ script: String) throws(SQLiteError) {
        let code = sqlite3_exec(handle, script, nil, nil, nil)
        guard code == SQLITE_OK else { throw SQLiteError(lastOf: handle, code: code, sql: firstLine(of: script)) }
    }

    /// Runs one statement to its end.
    ///
    /// - Returns: how many rows it changed by itself, triggers not counted
    ///   (<https://sqlite.org/c3ref/changes.html>).
    @discardableResult
    public func run(_ sql: String, _ values: any Bindable...) throws(SQLiteError) -> Int {
        try run(sql, values: values)
    }

    /// As ``run(_:_:)``, for values whose number is not known in the source.
    @discardableResult
    public func run(_ sql: String, values: [any Bindable]) throws(SQLiteError) -> Int {
        try each(sql, values) { _ throws(SQLiteError) in }
        return Int(sqlite3_changes64(handle))
    }

    /// - Returns: what `read` makes of every row.
    public func all<T>(
        _ sql: String, _ values: any Bindable..., read: (Row) throws(SQLiteError) -> T
    ) throws(SQLiteError) -> [T] {
        var result: [T] = []
        try each(sql, values) { row throws(SQLiteError) in result.append(try read(row)) }
        return result
    }

    /// - Returns: what `read` makes of the first row; nil where there is none. The statement is run to its end, so
    ///   that a RETURNING clause has made all its changes.
    public func first<T>(
        _ sql: String, _ values: any Bindable..., read: (Row) throws(SQLiteError) -> T
    ) throws(SQLiteError) -> T? {
        var result: T?
        try each(sql, values) { row throws(SQLiteError) in
            if result == nil { result = try read(row) }
        }
        return result
    }

    /// Hands every row to `body` as it is read.
    public func forEach(
        _ sql: String, _ values: any Bindable..., body: (Row) throws(SQLiteError) -> Void
    ) throws(SQLiteError) {
        try each(sql, values, body)
    }

    /// Whether a transaction is open. Some errors (a full disk among them) end it by themselves.
    /// Source: <https://sqlite.org/c3ref/get_autocommit.html>.
    public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// The id of the row that this connection inserted last, triggers' rows not counted.
    public var lastInsertedRowID: Int64 { sqlite3_last_insert_rowid(handle) }

    /// The steps that SQLite takes for a statement, one line each, for tests that hold a query to its index.
    /// Source: <https://sqlite.org/eqp.html>.
    public func queryPlan(of sql: String, _ values: any Bindable...) throws(SQLiteError) -> [String] {
        var steps: [String] = []
        try each("EXPLAIN QUERY PLAN " + sql, values) { row throws(SQLiteError) in
            steps.append(try row.get("detail"))
        }
        return steps
    }

    /// Undoes what `body` changed where it throws, and leaves the surrounding transaction alone.
    public func savepoint<T, E: Error>(_ body: () throws(E) -> T) throws -> T {
        try run("SAVEPOINT item")
        do {
            let result = try body()
            try run("RELEASE item")
            return result
        } catch {
            // Some errors (a full disk among them) have rolled back the whole transaction, this savepoint with it.
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
        while try statement.step() { try body(Row(statement: statement)) }
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
