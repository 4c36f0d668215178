/// The outcome of a read-only method. Unlike `new_order` it may always be repeated.
public enum LookupOutcome<Value: Sendable>: Sendable {
    case answered(Value)
    /// The CRM refused. Each method has its own code for "not found".
    case refused(FrontpadErrorCode)
    /// No byte of the request was sent.
    case notReached(NotSent)
    /// The request was sent, and the answer is not one of this method.
    case unreadable(Evidence)
}

extension LookupOutcome: Equatable where Value: Equatable {}
extension LookupOutcome: Hashable where Value: Hashable {}
