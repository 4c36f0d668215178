/// A setting that translates a value of the shop into one of the CRM: "1:2, 3:5".
///
/// Each mapping has its own key (the payment's id, the delivery's id, …). Another field of the order is named before a
/// bar: "city| Пермь:1, Березники:2".
public struct FieldMapping: Sendable, Hashable {
    public struct Pair: Sendable, Hashable {
        public let key: String
        public let value: String
    }

    /// The order's field whose value is the key; nil for the mapping's own.
    public let field: String?
    public let pairs: [Pair]

    public static let empty = FieldMapping(field: nil, pairs: [])

    init(field: String?, pairs: [Pair]) {
        self.field = field
        self.pairs = pairs
    }

    /// - Throws: ``SettingError`` naming the pair that cannot be read.
    public init(_ text: String) throws(SettingError) {
        var rest = Substring(text)
        var field: String?
        if let bar = text.firstIndex(of: "|") {
            field = String(text[..<bar]).trimmed
            guard field?.isEmpty == false else { throw SettingError("names no field before «|»") }
            rest = text[text.index(after: bar)...]
        }
        var pairs: [Pair] = []
        for part in SettingText.list(String(rest)) {
            // The last colon: a key may be a name with a colon in it, a code never is.
            guard let colon = part.lastIndex(of: ":") else {
                throw SettingError("has no «:» in «\(part)»; write pairs such as 1:2, 3:5")
            }
            let pair = Pair(
                key: String(part[..<colon]).trimmed, value: String(part[part.index(after: colon)...]).trimmed)
            guard !pair.key.isEmpty, !pair.value.isEmpty else {
                throw SettingError("has nothing on one side of the «:» in «\(part)»")
            }
            if pairs.contains(where: { $0.key == pair.key }) {
                throw SettingError("has the key «\(pair.key)» twice")
            }
            pairs.append(pair)
        }
        self.init(field: field, pairs: pairs)
    }

    /// The CRM's value; nil where the mapping has none. Names compare without regard to case.
    public func value(forKey key: String?) -> String? {
        guard let key = key?.trimmed else { return nil }
        return (pairs.first { $0.key == key } ?? pairs.first { $0.key.lowercased() == key.lowercased() })?.value
    }
}

/// How a setting's text is taken apart.
enum SettingText {
    /// The parts between commas, trimmed, without empty ones.
    static func list(_ text: String) -> [String] {
        text.split(whereSeparator: { $0 == "," || $0.isNewline }).map { String($0).trimmed }.filter { !$0.isEmpty }
    }
}

/// Why a value is not one that a setting can have: the rest of a sentence that begins with the setting's name.
public struct SettingError: Error, Sendable, Hashable, CustomStringConvertible {
    public let problem: String
    public init(_ problem: String) { self.problem = problem }
    public var description: String { problem }
}
