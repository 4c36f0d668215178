// Links libm, which the conversion of a Double to an Int needs.
internal import Glibc

/// A JSON value (RFC 8259), as it was written: numbers keep their text, objects the order of their keys.
///
/// Our own and not a decoder of Foundation, because a shop's document is kept whole, its prices must not pass through
/// a binary fraction, its faults are named by their place, and a program that starts in a checkout cannot wait for
/// Foundation to load.
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Number)
    case string(String)
    case array([JSON])
    case object(Object)

    /// A number by its text, such as "450.0" or "1e2".
    public struct Number: Sendable, Hashable {
        public let text: String

        init(text: String) { self.text = text }

        public init(_ value: Int) { text = String(value) }

        /// The value where it is a whole number that fits: "450.0" and "1e2" count, "0.5" does not.
        public var int: Int? {
            if let value = Int(text) { return value }
            // Beyond 2^53 a Double no longer tells whole numbers apart.
            guard let double, double.magnitude < 9_007_199_254_740_992 else { return nil }
            return Int(exactly: double)
        }

        /// nil where it is too large for a Double.
        public var double: Double? {
            guard let value = Double(text), value.isFinite else { return nil }
            return value
        }
    }

    public subscript(key: String) -> JSON? { object?[key] }

    public var string: String? { if case .string(let value) = self { value } else { nil } }
    public var int: Int? { if case .number(let value) = self { value.int } else { nil } }
    public var double: Double? { if case .number(let value) = self { value.double } else { nil } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
    public var object: Object? { if case .object(let value) = self { value } else { nil } }
    public var isNull: Bool { self == .null }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .number(Number(value)) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(nilLiteral: ()) { self = .null }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSON)...) { self = .object(Object(elements)) }

    public static func number(_ value: Int) -> JSON { .number(Number(value)) }
    public static func number(_ value: Int64) -> JSON { .number(Number(text: String(value))) }
}

extension JSON {
    public init(_ value: String?) { self = value.map(JSON.string) ?? .null }
    public init(_ value: Int?) { self = value.map { .number($0) } ?? .null }
    public init(_ value: Int64?) { self = value.map { .number($0) } ?? .null }
}
