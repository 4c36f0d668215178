/// The article that adds the delivery to the order as a line.
public enum DeliveryArticle: Sendable, Hashable {
    /// All deliveries have the same article.
    case one(String)
    case each(FieldMapping)

    /// The field of the order that chooses the article, or nil if the delivery's id chooses it.
    public var field: String? {
        switch self {
        case .one: nil
        case .each(let mapping): mapping.field
        }
    }

    /// - Parameter value: the value that ``field`` has in the order.
    public func article(for value: String?) -> String? {
        switch self {
        case .one(let article): article
        case .each(let mapping): mapping.value(forKey: value)
        }
    }
}

extension SettingForm where Value == DeliveryArticle {
    static var deliveryArticle: SettingForm {
        SettingForm(.deliveryMap, "one article, or pairs of a delivery's id and an article, such as 2:D-150, 3:D-300") {
            text throws(SettingError) in
            if text.contains(":") { return .each(try FieldMapping(text)) }
            return .one(try SettingForm<String>.code.parse(text))
        }
    }
}
