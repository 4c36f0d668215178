/// A setting that translates a value of the shop into a value of Frontpad: "1:2, 3:5".
///
/// Each mapping looks up a field of its own, such as the id of the payment method. Another field of the order can be
/// named before a bar: "city| Пермь:1, Березники:2".
public struct FieldMapping: Sendable, Hashable {
    public struct Pair: Sendable, Hashable {
        public let key: String
        public let value: String
    }

    /// The field of the order to look up; nil for the mapping's own.
    public let field: String?
    public let pairs: [Pair]

    public static let empty = FieldMapping(field: nil, pairs: [])

    init(field: String?, pairs: [Pair]) {
        self.field = field
        self.pairs = pairs
    }

    /// - Throws: ``SettingError`` that names the pair that cannot be read.
    public init(_ text: String) throws(SettingError) {
        var rest = text[...]
        var field: String?
        if let bar = text.firstIndex(of: "|") {
            field = String(text[..<bar]).trimmed
            guard field?.isEmpty == false else {
                throw SettingError("has no field before «|»; write it as in city| Пермь:1")
            }
            rest = text[text.index(after: bar)...]
        }
        var pairs: [Pair] = []
        for item in SettingList.items(String(rest)) {
            // The last colon: a key can be a name with a colon in it, a code cannot.
            guard let colon = item.lastIndex(of: ":") else {
                throw SettingError("has no «:» in «\(item)»; write pairs such as 1:2, 3:5")
            }
            let pair = Pair(
                key: String(item[..<colon]).trimmed, value: String(item[item.index(after: colon)...]).trimmed)
            guard !pair.key.isEmpty, !pair.value.isEmpty else {
                throw SettingError("has nothing on one side of the «:» in «\(item)»; write pairs such as 1:2, 3:5")
            }
            if pairs.contains(where: { $0.key == pair.key }) {
                throw SettingError("has two pairs for «\(pair.key)»; keep one of them")
            }
            pairs.append(pair)
        }
        self.init(field: field, pairs: pairs)
    }

    /// The value of Frontpad; nil where the mapping has none. An exact key wins over one in other letter case, and over the
    /// same number: 150, "150.00" and 150.0 are one key.
    public func value(forKey key: String?) -> String? {
        guard let key = key?.trimmed else { return nil }
        if let pair = pairs.first(where: { $0.key == key })
            ?? pairs.first(where: { $0.key.lowercased() == key.lowercased() })
        {
            return pair.value
        }
        guard let number = Money(key) else { return nil }
        return pairs.first { Money($0.key) == number }?.value
    }
}

extension SettingForm where Value == FieldMapping {
    /// Pairs of a value of the shop and a Frontpad code.
    static func codes(_ type: SettingType, example: String) -> SettingForm {
        SettingForm(type, "pairs of a shop's value and a Frontpad code, such as \(example)") {
            text throws(SettingError) in
            let mapping = try FieldMapping(text)
            for pair in mapping.pairs where !isCode(pair.value) {
                throw SettingError("has «\(pair.value)» for «\(pair.key)»; write one code of Frontpad, without spaces")
            }
            return mapping
        }
    }

    /// Pairs of a Frontpad status and the id of a miniShop2 status.
    static var statusMap: SettingForm {
        SettingForm(.statusMap, "pairs of a Frontpad status and the id of a miniShop2 status, such as Новый:1, 3:2") {
            text throws(SettingError) in
            let mapping = try FieldMapping(text)
            for pair in mapping.pairs where Int(pair.value) == nil {
                throw SettingError("has «\(pair.value)» for «\(pair.key)»; write the id of a miniShop2 status")
            }
            return mapping
        }
    }
}
