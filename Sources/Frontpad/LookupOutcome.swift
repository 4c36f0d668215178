/// What came of a method that only looks something up. Unlike `new_order` it may be asked again whatever came of it.
public enum LookupOutcome<Value: Sendable>: Sendable {
    case answered(Value)
    /// The CRM has said no: "not found" has a code of its own for each method.
    case refused(FrontpadErrorCode)
    /// No byte of the request left.
    case notReached(NotSent)
    /// The request left, and what came is no answer of this method.
    case unreadable(Evidence)
}

extension LookupOutcome: Equatable where Value: Equatable {}
extension LookupOutcome: Hashable where Value: Hashable {}
