/// The article under which a delivery is a line of the order.
public enum DeliveryArticle: Sendable, Hashable {
    /// The same for every delivery.
    case one(String)
    case each(FieldMapping)

    /// The field of the order that chooses the article; nil for the delivery's id.
    public var field: String? {
        switch self {
        case .one: nil
        case .each(let mapping): mapping.field
        }
    }

    /// - Parameter value: the order's value of ``field``.
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
