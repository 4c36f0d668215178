/// An area of settings. A settings screen shows the settings of an area together.
public enum SettingArea: String, Sendable, CaseIterable {
    case connection
    case limits
    case sending
    case mapping
    case statuses
    case products
    case mail
    case shop

    public var title: Bilingual {
        switch self {
        case .connection: Bilingual(ru: "Подключение к Frontpad", en: "Connection")
        case .limits: Bilingual(ru: "Ограничения", en: "Limits")
        case .sending: Bilingual(ru: "Отправка заказов", en: "Sending")
        case .mapping: Bilingual(ru: "Состав заказа", en: "What an order carries")
        case .statuses: Bilingual(ru: "Статусы", en: "Statuses")
        case .products: Bilingual(ru: "Товары", en: "Products")
        case .mail: Bilingual(ru: "Письма менеджеру", en: "E-mail")
        case .shop: Bilingual(ru: "Магазин", en: "Shop")
        }
    }
}
