internal import JSON

/// What the CRM left out of an order that it accepted. Source: API facts, section 3, new_order.
public enum FrontpadWarning: Sendable, Hashable {
    /// The lines, by index in `product[]`, whose article it does not know.
    case invalidProductKeys([Int])
    case invalidCertificate
    /// "invalid_format" or "too_long_period"; nil if it says neither.
    case invalidDatetime(String?)
    case invalidTags([String])
    case invalidHookStatus([String])
    /// An undocumented warning.
    case other(name: String, value: String)

    /// The warnings of a successful answer, including those on its top level, which one integration has seen.
    static func list(in answer: JSON.Object) -> [FrontpadWarning] {
        var warnings: [FrontpadWarning] = []
        switch answer["warnings"] {
        case .object(let object):
            for (name, value) in object.entries { warnings.append(FrontpadWarning(name, value)) }
        case .array(let names):
            for name in names { if let name = name.string { warnings.append(FrontpadWarning(name, .null)) } }
        case .string(let name): warnings.append(FrontpadWarning(name, .null))
        case nil, .null, .bool, .number: break
        }
        for (name, value) in answer.entries where name.hasPrefix("invalid_") {
            warnings.append(FrontpadWarning(name, value))
        }
        return warnings
    }

    private init(_ name: String, _ value: JSON) {
        let values = FrontpadAnswer.values(value)
        let texts = values.compactMap { FrontpadAnswer.text($0) }
        switch FrontpadErrorCode(name) {
        case .invalidProductKeys: self = .invalidProductKeys(texts.compactMap { Int($0) })
        case .invalidCertificate: self = .invalidCertificate
        case .invalidDatetime: self = .invalidDatetime(texts.first)
        case .invalidTags: self = .invalidTags(texts)
        case .invalidHookStatus: self = .invalidHookStatus(texts)
        case .invalidSecret, .requestsLimit, .apiOff, .invalidPlant, .invalidMethod, .cashClose, .invalidOrderID,
            .invalidClientPhone, .invalidProducts, .noStops, .unknown:
            self = .other(name: name, value: texts.joined(separator: ", "))
        }
    }
}
