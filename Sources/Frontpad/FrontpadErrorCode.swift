/// An error code of the CRM. Source: API facts, section 3, "Complete list of codes found".
public enum FrontpadErrorCode: Sendable, Hashable {
    case invalidSecret, requestsLimit, apiOff, invalidPlant, invalidMethod
    case cashClose
    case invalidProductKeys, invalidCertificate, invalidDatetime, invalidTags, invalidHookStatus
    case invalidOrderID, invalidClientPhone
    case invalidProducts, noStops
    /// An undocumented code, as the CRM wrote it.
    case unknown(String)

    private static let known: [(text: String, code: FrontpadErrorCode)] = [
        ("invalid_secret", .invalidSecret), ("requests_limit", .requestsLimit), ("api_off", .apiOff),
        ("invalid_plant", .invalidPlant), ("invalid_method", .invalidMethod), ("cash_close", .cashClose),
        ("invalid_product_keys", .invalidProductKeys), ("invalid_certificate", .invalidCertificate),
        ("invalid_datetime", .invalidDatetime), ("invalid_tags", .invalidTags),
        ("invalid_hook_status", .invalidHookStatus), ("invalid_order_id", .invalidOrderID),
        ("invalid_client_phone", .invalidClientPhone), ("invalid_products", .invalidProducts), ("no_stops", .noStops),
    ]

    public init(_ text: String) {
        self = FrontpadErrorCode.known.first { $0.text == text }?.code ?? .unknown(text)
    }

    /// The code as the CRM writes it.
    public var text: String {
        if case .unknown(let text) = self { return text }
        return FrontpadErrorCode.known.first { $0.code == self }?.text ?? ""
    }

    /// Whether the code concerns the whole account. If it does, the CRM would refuse every other order too.
    public var isAccountWide: Bool {
        switch self {
        case .invalidSecret, .requestsLimit, .apiOff, .invalidPlant, .cashClose: true
        case .invalidMethod, .invalidProductKeys, .invalidCertificate, .invalidDatetime, .invalidTags,
            .invalidHookStatus, .invalidOrderID, .invalidClientPhone, .invalidProducts, .noStops, .unknown:
            false
        }
    }

    /// Whether the code proves that the CRM did not store the order of a `new_order` request. Only codes that the API
    /// document names for this method or for all methods prove that. With any other code (`internal_error`, a new
    /// code, no code), the server may have stored the order before it failed.
    public var refusesNewOrder: Bool {
        switch self {
        case .invalidSecret, .requestsLimit, .apiOff, .invalidPlant, .cashClose, .invalidProductKeys,
            .invalidCertificate, .invalidDatetime, .invalidTags, .invalidHookStatus:
            true
        case .invalidMethod, .invalidOrderID, .invalidClientPhone, .invalidProducts, .noStops, .unknown: false
        }
    }
}
