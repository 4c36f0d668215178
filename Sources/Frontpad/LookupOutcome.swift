/// The outcome of a read-only method. Such a request may always be repeated, unlike `new_order`.
public enum LookupOutcome<Value: Sendable>: Sendable {
    case answered(Value)
    /// The CRM refused the request. Each method has its own code for "not found".
    case refused(FrontpadErrorCode)
    /// No byte of the request was sent.
    case notReached(NotSent)
    /// The request was sent, but the answer does not have the form that belongs to this method.
    case unreadable(Evidence)
}

extension LookupOutcome: Equatable where Value: Equatable {}
extension LookupOutcome: Hashable where Value: Hashable {}
