public import Frontpad

/// What a look-up from outside came to.
public enum LookupResult<Value: Sendable>: Sendable {
    case found(Value)
    case notFound
    /// Orders come first, or the account's limit is reached: there is room in so many milliseconds.
    case busy(milliseconds: Int64)
    /// The same was asked too often, or too many things in a row, which the CRM forbids: again in so many milliseconds.
    case tooOften(milliseconds: Int64)
    /// No secret is set.
    case notConfigured
    case refused(FrontpadErrorCode)
    /// The CRM was not reached, or gave no answer that can be read. The words hold nothing of what was asked.
    case unavailable(String)

    /// The same where nothing was found, under another type of value.
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
