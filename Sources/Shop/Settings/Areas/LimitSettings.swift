/// The limits for requests to Frontpad. All workers on one database share these limits.
public struct LimitSettings: SettingGroup, Sendable {
    static let area = SettingArea.limits

    public let requestsPerSecond = Setting(
        "requests_per_second", .wholeNumber(in: 1...1000), default: "2", example: "2",
        ru: "Наибольшее число запросов к Frontpad в секунду. Frontpad разрешает 2. Пусто — 2.",
        en: "The most requests to Frontpad in one second. Frontpad allows 2. Empty: 2.",
        tradeoff: overLimit)

    public let requestsPerMinute = Setting(
        "requests_per_minute", .wholeNumber(in: 1...60_000), default: "30", example: "30",
        ru: "Наибольшее число запросов к Frontpad в минуту: заказы, проверки статуса и справки вместе. Frontpad "
            + "разрешает 30. Пусто — 30.",
        en: "The most requests to Frontpad in one minute: orders, status checks and look-ups together. Frontpad allows "
            + "30. Empty: 30.",
        tradeoff: overLimit)
}

private let overLimit = Bilingual(
    ru: "Если поставить больше, чем разрешено, Frontpad отклоняет лишние запросы, и ждут все заказы. Если поставить "
        + "меньше, то в часы пик заказы уходят дольше.",
    en:
        "With more than Frontpad allows, it rejects requests and all orders wait. With less, orders take longer to leave "
        + "at busy times.")
