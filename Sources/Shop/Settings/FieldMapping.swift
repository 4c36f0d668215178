/// A setting that translates a value of the shop into a value of Frontpad, such as "1:2, 3:5".
///
/// Each mapping has a default field, such as the id of the payment method. A name before a bar chooses another field
/// of the order, as in "city| Пермь:1, Березники:2".
public struct FieldMapping: Sendable, Hashable {
    public struct Pair: Sendable, Hashable {
        public let key: String
        public let value: String
    }

    /// The field of the order to look up, or nil for the mapping's default field.
    public let field: String?
    public let pairs: [Pair]

    public static let empty = FieldMapping(field: nil, pairs: [])

    init(field: String?, pairs: [Pair]) {
        self.field = field
        self.pairs = pairs
    }

    /// - Throws: ``SettingError`` that names the invalid pair.
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
            // The last colon separates the key from the code. A key can contain a colon, but a code cannot.
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

    /// Returns the Frontpad value for a key, or nil if the mapping has none. An exact match of the key comes first,
    /// then a match without regard to letter case, then a match as a number. As numbers, 150, "150.00" and 150.0 are
    /// the same key.
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
