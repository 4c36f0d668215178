/// A value that reads itself from a row.
///
///     struct Person: RowDecodable {
///         let id: Int64
///         let name: String?
///
///         init(_ row: Row) throws(SQLiteError) {
///             id = try row.get("id")
///             name = try row.get("name")
///         }
///     }
///
///     let people = try connection.all("SELECT id, name FROM people WHERE age > ?", 30, as: Person.self)
public protocol RowDecodable {
    /// - Parameter row: the row to read. It is valid only during this call.
    /// - Throws: ``SQLiteError`` if a column is missing or its value has an unexpected type.
    init(_ row: Row) throws(SQLiteError)
}

extension Connection {
    /// - Returns: all rows, decoded.
    public func all<T: RowDecodable>(
        _ sql: String, _ values: any Bindable..., as type: T.Type = T.self
    ) throws(SQLiteError) -> [T] {
        var result: [T] = []
        try each(sql, values) { row throws(SQLiteError) in result.append(try T(row)) }
        return result
    }

    /// - Returns: the first row, decoded, or nil if there is no row. The statement runs to its end, so a RETURNING
    ///   clause still makes all its changes.
    public func first<T: RowDecodable>(
        _ sql: String, _ values: any Bindable..., as type: T.Type = T.self
    ) throws(SQLiteError) -> T? {
        var result: T?
        try each(sql, values) { row throws(SQLiteError) in
            if result == nil { result = try T(row) }
        }
        return result
    }

    /// Decodes one row at a time and passes it to `body`.
    public func forEach<T: RowDecodable>(
        _ sql: String, _ values: any Bindable..., as type: T.Type, body: (T) throws(SQLiteError) -> Void
    ) throws(SQLiteError) {
        try each(sql, values) { row throws(SQLiteError) in try body(try T(row)) }
    }

    /// - Returns: the first column of every row.
    public func column<T: ColumnReadable>(
        _ sql: String, _ values: any Bindable..., as type: T.Type = T.self
    ) throws(SQLiteError) -> [T] {
        var result: [T] = []
        try each(sql, values) { row throws(SQLiteError) in result.append(try row.get(at: 0)) }
        return result
    }

    /// - Returns: a dictionary with the first column as keys and the second column as values. If a key occurs twice,
    ///   the value of the later row remains.
    public func dictionary<Key: ColumnReadable & Hashable, Element: ColumnReadable>(
        _ sql: String, _ values: any Bindable..., as type: [Key: Element].Type = [Key: Element].self
    ) throws(SQLiteError) -> [Key: Element] {
        var result: [Key: Element] = [:]
        try each(sql, values) { row throws(SQLiteError) in
            result[try row.get(at: 0)] = try row.get(at: 1) as Element
        }
        return result
    }

    /// - Returns: the first column of the first row, or nil if there is no row or the column is NULL.
    public func scalar<T: ColumnReadable>(
        _ sql: String, _ values: any Bindable..., as type: T.Type = T.self
    ) throws(SQLiteError) -> T? {
        var result: T?
        var isFirst = true
        try each(sql, values) { row throws(SQLiteError) in
            if isFirst { result = try row.get(at: 0) }
            isFirst = false
        }
        return result
    }
}
