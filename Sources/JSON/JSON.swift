// This import links libm. The conversion of a Double to an Int needs it.
internal import Glibc

/// A JSON value (RFC 8259) in its original form. A number keeps its text, and an object keeps the order of its keys.
///
/// Foundation's decoder is not used, for four reasons. The document must be kept whole. Prices must not become binary
/// fractions. Errors must name their position. And a program that runs during a checkout cannot wait until Foundation
/// is loaded.
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Number)
    case string(String)
    case array([JSON])
    case object(Object)

    /// A number, stored as its text, such as "450.0" or "1e2".
    public struct Number: Sendable, Hashable {
        public let text: String

        init(text: String) { self.text = text }

        public init(_ value: Int) { text = String(value) }

        /// The value if it is a whole number that fits into an Int, otherwise nil. "450.0" and "1e2" are whole
        /// numbers, "0.5" is not.
        public var int: Int? {
            if let value = Int(text) { return value }
            // A Double cannot represent every whole number above 2^53.
            guard let double, double.magnitude < 9_007_199_254_740_992 else { return nil }
            return Int(exactly: double)
        }

        /// The value as a Double, or nil if it is too large.
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
