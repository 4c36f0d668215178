/// The control that edits a setting on a settings screen.
public enum SettingType: Sendable, Hashable {
    case text
    /// Text of several lines.
    case textarea
    /// Text that must not be shown, because the setting is a secret.
    case password
    case number
    case yesNo
    /// A choice between these values.
    case choice([String])
    /// One miniShop2 status.
    case status
    /// Several miniShop2 statuses.
    case statuses
    /// Frontpad statuses, each with a miniShop2 status.
    case statusMap
    /// Payment methods of miniShop2, each with a Frontpad code.
    case paymentMap
    /// Deliveries of miniShop2, each with a Frontpad code or article.
    case deliveryMap
    /// MODX contexts, each with a Frontpad code.
    case contextMap

    /// The name of the type for other programs.
    public var name: String {
        switch self {
        case .text: "text"
        case .textarea: "textarea"
        case .password: "password"
        case .number: "number"
        case .yesNo: "yes_no"
        case .choice: "choice"
        case .status: "status"
        case .statuses: "statuses"
        case .statusMap: "status_map"
        case .paymentMap: "payment_map"
        case .deliveryMap: "delivery_map"
        case .contextMap: "context_map"
        }
    }

    /// The values to choose from. The list is empty if any text may be entered.
    public var choices: [String] {
        if case .choice(let values) = self { values } else { [] }
    }
}
