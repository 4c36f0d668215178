public import Frontpad

/// The result of a look-up from outside.
public enum LookupResult<Value: Sendable>: Sendable {
    case found(Value)
    case notFound
    /// Orders go first, or the account's limit is reached. There is room in this many milliseconds.
    case busy(milliseconds: Int64)
    /// Too many look-ups, which the CRM forbids. The next is possible in this many milliseconds.
    case tooOften(milliseconds: Int64)
    /// No secret is set.
    case notConfigured
    case refused(FrontpadErrorCode)
    /// The CRM was not reached, or gave no readable answer. The text contains nothing of the question.
    case unavailable(String)

    /// The same result without a value, for another type of value.
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
