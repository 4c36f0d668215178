internal import CSQLite

/// The row that a statement stands on. It is good only inside the closure that received it.
public struct Row {
    let statement: Statement

    /// - Parameters:
    ///   - column: its name in the statement's result.
    /// - Throws: ``SQLiteError`` where there is no such column, or it holds a value of another type (NULL included).
    public func get<T: ColumnReadable>(_ column: String, as type: T.Type = T.self) throws(SQLiteError) -> T {
        let value = try value(of: column)
        guard let read = T.read(value) else { throw mismatch(column, T.columnTypeName) }
        return read
    }

    /// As ``get(_:as:)``, with NULL as nil.
    public func get<T: ColumnReadable>(_ column: String, as type: T?.Type = T?.self) throws(SQLiteError) -> T? {
        let value = try value(of: column)
        if case .null = value { return nil }
        guard let read = T.read(value) else { throw mismatch(column, T.columnTypeName) }
        return read
    }

    /// Every column by name, in the order of the statement.
    public var columnNames: [String] {
        statement.columns.sorted { $0.value < $1.value }.map(\.key)
    }

    private func value(of column: String) throws(SQLiteError) -> Value {
        guard let index = statement.columns[column] else {
            throw SQLiteError(
                extendedCode: SQLITE_MISUSE, message: "the result has no column \(column)", sql: statement.sql)
        }
        return statement.value(at: index)
    }

    private func mismatch(_ column: String, _ wanted: String) -> SQLiteError {
        SQLiteError(
            extendedCode: SQLITE_MISMATCH, message: "the column \(column) does not hold \(wanted)", sql: statement.sql)
    }
}
