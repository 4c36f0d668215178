public import Frontpad

/// The result of a look-up for a person or a page.
public enum LookupResult<Value: Sendable>: Sendable {
    case found(Value)
    case notFound
    /// Orders go first, or the account's limit is reached. The number is the time in milliseconds until there is room
    /// again.
    case busy(milliseconds: Int64)
    /// There were too many look-ups, which the CRM forbids. The number is the time in milliseconds until the next
    /// look-up is possible.
    case tooOften(milliseconds: Int64)
    /// No secret is set.
    case notConfigured
    case refused(FrontpadErrorCode)
    /// The CRM was not reached or gave no readable answer. The text does not contain the value that was looked up.
    case unavailable(String)

    /// Converts the result to a result with another type of value.
    func otherwise<Other: Sendable>(_ transform: (Value) -> LookupResult<Other>) -> LookupResult<Other> {
        switch self {
        case .found(let value): transform(value)
        case .notFound: .notFound
        case .busy(let milliseconds): .busy(milliseconds: milliseconds)
        case .tooOften(let milliseconds): .tooOften(milliseconds: milliseconds)
        case .notConfigured: .notConfigured
        case .refused(let code): .refused(code)
        case .unavailable(let words): .unavailable(words)
        }
    }
}
