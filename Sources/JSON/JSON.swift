// Links libm, which the conversion of a Double to an Int needs.
internal import Glibc

/// A JSON value (RFC 8259) as it was written: a number keeps its text, an object the order of its keys.
///
/// Foundation's decoder does not fit here: the document is kept whole, prices must not become binary fractions, errors
/// name their place, and a program that starts in a checkout cannot wait until Foundation is loaded.
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Number)
    case string(String)
    case array([JSON])
    case object(Object)

    /// A number as its text, such as "450.0" or "1e2".
    public struct Number: Sendable, Hashable {
        public let text: String

        init(text: String) { self.text = text }

        public init(_ value: Int) { text = String(value) }

        /// The value if it is a whole number that fits into an Int: "450.0" and "1e2" are, "0.5" is not.
        public var int: Int? {
            if let value = Int(text) { return value }
            // Beyond 2^53 a Double cannot represent every whole number.
            guard let double, double.magnitude < 9_007_199_254_740_992 else { return nil }
            return Int(exactly: double)
        }

        /// nil if it is too large for a Double.
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
