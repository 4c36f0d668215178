internal import CSQLite

/// The key of a cached statement. Hashing the whole text would take as long as running a small statement, so the hash
/// uses only the length. The comparison distinguishes statements of equal length.
struct StatementKey: Hashable {
    let sql: String

    func hash(into hasher: inout Hasher) { hasher.combine(sql.utf8.count) }
}

/// A prepared statement. Its connection caches it and reuses it for the same SQL.
final class Statement {
    let sql: String
    /// True while rows are being read. If the same SQL is run during this time, it gets another statement.
    var isInUse = false
    private let handle: OpaquePointer
    private let connection: OpaquePointer
    private(set) lazy var columns: [String: Int32] = {
        var columns: [String: Int32] = [:]
        for index in 0..<sqlite3_column_count(handle) {
            guard let name = sqlite3_column_name(handle, index) else { continue }
            columns[String(cString: name)] = index
        }
        return columns
    }()

    init(_ sql: String, on connection: OpaquePointer) throws(SQLiteError) {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK, let handle else {
            throw SQLiteError(lastOf: connection, code: code == SQLITE_OK ? SQLITE_MISUSE : code, sql: sql)
        }
        self.sql = sql
        self.handle = handle
        self.connection = connection
    }

    deinit { sqlite3_finalize(handle) }

    func bind(_ values: [any Bindable]) throws(SQLiteError) {
        let expected = sqlite3_bind_parameter_count(handle)
        guard Int(expected) == values.count else {
            let message = "the statement has \(expected) placeholders and was given \(values.count) values"
            throw SQLiteError(extendedCode: SQLITE_MISUSE, message: message, sql: sql)
        }
        for (offset, value) in values.enumerated() {
            let index = Int32(offset + 1)
            let code =
                switch value.sqliteValue {
                case .null: sqlite3_bind_null(handle, index)
                case .integer(let integer): sqlite3_bind_int64(handle, index, integer)
                case .real(let real): sqlite3_bind_double(handle, index, real)
                case .text(let text): bind(text, at: index)
                case .blob(let bytes):
                    sqlite3_bind_blob64(
                        handle, index, bytes, UInt64(bytes.count), frontpad_sqlite3_transient())
                }
            guard code == SQLITE_OK else { throw SQLiteError(lastOf: connection, code: code, sql: sql) }
        }
    }

    private func bind(_ text: String, at index: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { utf8 in
            guard let start = utf8.baseAddress else {
                return sqlite3_bind_text(handle, index, "", 0, frontpad_sqlite3_transient())
            }
            return start.withMemoryRebound(to: CChar.self, capacity: utf8.count) { characters in
                sqlite3_bind_text64(
                    handle, index, characters, UInt64(utf8.count), frontpad_sqlite3_transient(), UInt8(SQLITE_UTF8))
            }
        }
    }

    /// - Returns: whether there is another row.
    func step() throws(SQLiteError) -> Bool {
        let code = sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw SQLiteError(lastOf: connection, code: code, sql: sql)
        }
    }

    /// Resets the statement and clears its bound values. The result codes are ignored because they only repeat the
    /// error that `step` has thrown.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    func name(at index: Int32) -> String { sqlite3_column_name(handle, index).map { String(cString: $0) } ?? "" }

    func value(at index: Int32) -> Value {
        switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, index))
        case SQLITE_TEXT:
            guard let text = sqlite3_column_text(handle, index) else { return .text("") }
            let bytes = UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(handle, index)))
            return .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            guard let blob = sqlite3_column_blob(handle, index) else { return .blob([]) }
            let bytes = UnsafeRawBufferPointer(start: blob, count: Int(sqlite3_column_bytes(handle, index)))
            return .blob(Array(bytes))
        default: return .null
        }
    }
}

extension SQLiteError {
    init(lastOf connection: OpaquePointer, code: Int32, sql: String?) {
        let extended = sqlite3_extended_errcode(connection)
        // If the handle is closed or misused, a failed prepare leaves the extended code of an earlier error.
        self.init(
            extendedCode: (extended & 0xff) == (code & 0xff) ? extended : code,
            message: String(cString: sqlite3_errmsg(connection)), sql: sql)
    }
}
