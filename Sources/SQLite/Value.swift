/// A value as SQLite stores it. Source: <https://sqlite.org/datatype3.html>.
public enum Value: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

extension Value {
    var storageClass: String {
        switch self {
        case .null: "NULL"
        case .integer: "INTEGER"
        case .real: "REAL"
        case .text: "TEXT"
        case .blob: "BLOB"
        }
    }
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

/// A Swift type that a column can be read as. A value of another type is an error and does not become 0.
public protocol ColumnReadable {
    /// - Returns: nil if the stored value has another type.
    static func read(_ value: Value) -> Self?
    /// The name of the expected type in error messages.
    static var columnTypeName: String { get }
    /// Describes a value that ``read(_:)`` refused, for an error message. The default names only the storage class,
    /// because the value can be private.
    static func describe(_ value: Value) -> String
}

extension ColumnReadable {
    public static func describe(_ value: Value) -> String { value.storageClass }
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

// MARK: - Enums of text

/// An enum with a bindable raw value binds this value. It only has to declare that it conforms to ``Bindable``.
extension Bindable where Self: RawRepresentable, RawValue: Bindable {
    public var sqliteValue: Value { rawValue.sqliteValue }
}

/// An enum that is stored as text is read by its raw value. It only has to declare that it conforms to
/// ``ColumnReadable``. The error for an unknown text quotes the text, because such texts come from programs and are
/// not private.
extension ColumnReadable where Self: RawRepresentable & CaseIterable, RawValue == String {
    public static func read(_ value: Value) -> Self? { String.read(value).flatMap(Self.init(rawValue:)) }
    public static var columnTypeName: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
    public static func describe(_ value: Value) -> String {
        if case .text(let text) = value { "'\(text)'" } else { value.storageClass }
    }
}
