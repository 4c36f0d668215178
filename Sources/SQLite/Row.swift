internal import CSQLite

/// The current row of a statement. A row is valid only inside the closure that received it.
public struct Row {
    let statement: Statement

    /// - Parameters:
    ///   - column: the name of the column in the result.
    ///   - type: the Swift type to return.
    /// - Throws: ``SQLiteError`` if there is no such column, or if the value is NULL or has another type.
    public func get<T: ColumnReadable>(_ column: String, as type: T.Type = T.self) throws(SQLiteError) -> T {
        try get(at: try index(of: column))
    }

    /// Reads a column that may hold NULL, and returns nil for NULL.
    public func get<T: ColumnReadable>(_ column: String, as type: T?.Type = T?.self) throws(SQLiteError) -> T? {
        try get(at: try index(of: column))
    }

    /// - Parameter index: the index of the column. The first column has the index 0.
    func get<T: ColumnReadable>(at index: Int32) throws(SQLiteError) -> T {
        try read(statement.value(at: index), of: index)
    }

    /// Reads a column that may hold NULL, and returns nil for NULL.
    func get<T: ColumnReadable>(at index: Int32) throws(SQLiteError) -> T? {
        let value = statement.value(at: index)
        if case .null = value { return nil }
        return try read(value, of: index) as T
    }

    /// The names of all columns, in order.
    public var columnNames: [String] {
        statement.columns.sorted { $0.value < $1.value }.map(\.key)
    }

    private func index(of column: String) throws(SQLiteError) -> Int32 {
        guard let index = statement.columns[column] else {
            throw SQLiteError(
                extendedCode: SQLITE_MISUSE, message: "the result has no column \(column)", sql: statement.sql)
        }
        return index
    }

    private func read<T: ColumnReadable>(_ value: Value, of index: Int32) throws(SQLiteError) -> T {
        if let read = T.read(value) { return read }
        throw SQLiteError(
            extendedCode: SQLITE_MISMATCH,
            message: "the column \(statement.name(at: index)) holds \(T.describe(value)), "
                + "expected \(T.columnTypeName)",
            sql: statement.sql)
    }
}
