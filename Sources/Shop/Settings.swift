/// The settings, typed. A value that its definition does not take counts as unset and is named in ``problems``: a
/// worker goes on with what it can use.
public struct Settings: Sendable {
    /// When an order is sent.
    public enum SendStatus: Sendable, Hashable {
        /// The settings have not arrived: nothing is sent.
        case notSet
        case atCreation
        case status(Int)
    }

    /// What is stored and cannot be used, one line each.
    public let problems: [String]
    private let values: [String: String]

    /// - Parameter stored: the rows of the table `settings`.
    public init(_ stored: [String: String]) {
        var values: [String: String] = [:]
        var problems: [String] = []
        for (key, value) in stored.sorted(by: { $0.key < $1.key }) {
            if let problem = SettingDefinition.problem(key: key, value: value) {
                problems.append(problem)
            } else {
                values[key] = value.trimmed
            }
        }
        self.values = values
        self.problems = problems
    }

    /// The value of a setting as text: the stored one, else the default; nil where both are empty.
    private func text(_ name: String) -> String? {
        let key = SettingDefinition.prefix + name
        if let value = values[key], !value.isEmpty { return value }
        return SettingDefinition.named(key)?.defaultValue.nilWhereEmpty
    }

    /// What was validated when the settings were read can be read again.
    private func read<T>(_ name: String, _ reader: (String) throws(SettingError) -> T) -> T? {
        text(name).flatMap { text in try? reader(text) }
    }

    private func integer(_ name: String) -> Int? { text(name).flatMap { Int($0) } }
    private func mapping(_ name: String) -> FieldMapping {
        read(name) { text throws(SettingError) in try FieldMapping(text) } ?? .empty
    }

    public var secret: String? { text("secret") }
    public var sendStatus: SendStatus {
        guard let value = values[SettingDefinition.prefix + "send_status"] else { return .notSet }
        return Int(value).map(SendStatus.status) ?? .atCreation
    }
    /// A miniShop2 status.
    public var errorStatus: Int? { integer("error_status") }
    /// miniShop2 statuses.
    public var checkStatuses: [Int] { text("check_statuses").map { SettingText.list($0).compactMap { Int($0) } } ?? [] }
    public var checkDays: Int { integer("check_days") ?? 7 }
    /// CRM status, by name or code, to miniShop2 status.
    public var matchedStatuses: FieldMapping { mapping("matched_statuses") }
    public var payments: FieldMapping { mapping("payments") }
    public var defaultPay: String? { text("default_pay") }
    public var point: FieldMapping { mapping("point") }
    public var defaultPoint: String? { text("default_point") }
    public var channel: FieldMapping { mapping("channel") }
    public var defaultChannel: String? { text("default_channel") }
    public var affiliateEnable: Bool {
        read("affiliate_enable") { text throws(SettingError) in try SettingValue.boolean(text) } ?? false
    }
    public var affiliate: FieldMapping { mapping("affiliate") }
    public var defaultAffiliate: String? { text("default_affiliate") }
    public var additionalFields: [AdditionalField] {
        read("additional_fields") { text throws(SettingError) in try AdditionalField.list(text) } ?? []
    }
    /// Fields of the order, in the order in which they make up the street.
    public var streetFields: [String] { text("street_fields").map(SettingText.list) ?? [] }

    public var apiURL: String { text("api_url") ?? "" }
    public var requestsPerSecond: Int { integer("requests_per_second") ?? 2 }
    public var requestsPerMinute: Int { integer("requests_per_minute") ?? 30 }
    public var timeoutMilliseconds: Int { (integer("timeout") ?? 30) * 1000 }
    /// nil: the document's own, else the machine's.
    public var timezone: Zone? { text("timezone").flatMap { Zone(named: $0) } }
    public var phoneFormat: PhoneFormat { text("phone_format").flatMap { PhoneFormat($0) } ?? .asGiven }
    public var tags: [String] { text("tags").map(SettingText.list) ?? [] }
    /// The article under which a delivery is a line of the order.
    public func deliveryArticle(for delivery: String?) -> String? {
        guard let text = text("delivery_article") else { return nil }
        return text.contains(":") ? mapping("delivery_article").value(forKey: delivery) : text
    }
    /// Whether ``deliveryArticle(for:)`` depends on another field than the delivery's id.
    public var deliveryArticleField: String? {
        text("delivery_article")?.contains(":") == true ? mapping("delivery_article").field : nil
    }
    public var hookURL: String? { text("hook_url") }
    public var hookStatuses: [String] { text("hook_statuses").map(SettingText.list) ?? [] }
    public var sendDeadlineMilliseconds: Int64 {
        read("send_deadline") { text throws(SettingError) in try SettingValue.duration(text) } ?? 86_400_000
    }
    public var managerEmail: [String] { text("manager_email").map(SettingText.list) ?? [] }
    /// The manager's own address where none is set.
    public var mailFrom: String? { text("mail_from") ?? managerEmail.first }
    public var smtpURL: String? { text("smtp_url") }
    public var shopCommand: String? { text("shop_command") }
    public var unknownArticle: UnknownArticlePolicy {
        text("unknown_article").flatMap(UnknownArticlePolicy.init(rawValue:)) ?? .warn
    }
    public var language: Language { text("language").flatMap(Language.init(rawValue:)) ?? .ru }
}
