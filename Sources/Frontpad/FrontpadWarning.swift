internal import JSON

/// A warning in the answer to an accepted order. It says what the CRM left out of the order. Source: API facts,
/// section 3, new_order.
public enum FrontpadWarning: Sendable, Hashable {
    /// The CRM does not know the articles of these lines. The numbers are indexes in `product[]`.
    case invalidProductKeys([Int])
    case invalidCertificate
    /// The text is the reason, "invalid_format" or "too_long_period", or nil if the CRM gives no reason.
    case invalidDatetime(String?)
    case invalidTags([String])
    case invalidHookStatus([String])
    /// An undocumented warning.
    case other(name: String, value: String)

    /// Returns the warnings of a successful answer. Usually they are in `warnings`. One integration has also seen them
    /// at the top level of the answer.
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
