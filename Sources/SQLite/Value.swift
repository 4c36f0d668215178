/// A value as SQLite stores it. Source: <https://sqlite.org/datatype3.html>.
public enum Value: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// A Swift value that can be bound to a placeholder of a statement.
public protocol Bindable {
    var sqliteValue: Value { get }
}

extension Value: Bindable {
    public var sqliteValue: Value { self }
}

extension Int64: Bindable {
    public var sqliteValue: Value { .integer(self) }
}

extension Int: Bindable {
    public var sqliteValue: Value { .integer(Int64(self)) }
}

extension Int32: Bindable {
    public var sqliteValue: Value { .integer(Int64(self)) }
}

extension Bool: Bindable {
    public var sqliteValue: Value { .integer(self ? 1 : 0) }
}

extension Double: Bindable {
    public var sqliteValue: Value { .real(self) }
}

extension String: Bindable {
    public var sqliteValue: Value { .text(self) }
}

extension [UInt8]: Bindable {
    public var sqliteValue: Value { .blob(self) }
}

extension Optional: Bindable where Wrapped: Bindable {
    public var sqliteValue: Value { self?.sqliteValue ?? .null }
}

/// A Swift type that a column can be read as. A column of another type is an error, never a silent zero.
public protocol ColumnReadable {
    /// - Returns: nil where the stored value is of another type.
    static func read(_ value: Value) -> Self?
    /// As the error names it.
    static var columnTypeName: String { get }
}

extension Int64: ColumnReadable {
    public static func read(_ value: Value) -> Int64? { if case .integer(let integer) = value { integer } else { nil } }
    public static var columnTypeName: String { "INTEGER" }
}

extension Int: ColumnReadable {
    public static func read(_ value: Value) -> Int? { Int64.read(value).flatMap { Int(exactly: $0) } }
    public static var columnTypeName: String { "INTEGER" }
}

extension Bool: ColumnReadable {
    public static func read(_ value: Value) -> Bool? { Int64.read(value).map { $0 != 0 } }
    public static var columnTypeName: String { "INTEGER" }
}

extension Double: ColumnReadable {
    public static func read(_ value: Value) -> Double? {
        switch value {
        case .real(let real): real
        case .integer(let integer): Double(integer)
        case .null, .text, .blob: nil
        }
    }
    public static var columnTypeName: String { "REAL" }
}

extension String: ColumnReadable {
    public static func read(_ value: Value) -> String? { if case .text(let text) = value { text } else { nil } }
    public static var columnTypeName: String { "TEXT" }
}

extension [UInt8]: ColumnReadable {
    public static func read(_ value: Value) -> [UInt8]? { if case .blob(let bytes) = value { bytes } else { nil } }
    public static var columnTypeName: String { "BLOB" }
}

extension Value: ColumnReadable {
    public static func read(_ value: Value) -> Value? { value }
    public static var columnTypeName: String { "ANY" }
}
