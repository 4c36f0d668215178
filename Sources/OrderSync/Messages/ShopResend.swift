internal import Shop

/// What a person in the shop does that sends a failed order again.
enum ShopResend: Sendable, Hashable {
    case never
    /// The order gets the status that sends orders.
    case onTriggerStatus
    /// Orders are sent at their creation, and this one gets another status than the error status.
    case leavingErrorStatus
}

extension Settings {
    /// What in the shop sends a failed order again.
    var resend: ShopResend {
        var isAtCreation = self.sendStatuses.contains { $0.status == nil }
        var isByStatus = self.sendStatuses.contains { $0.status != nil }
        switch self.sendStatus {
        case .notSet: break
        case .atCreation: isAtCreation = true
        case .status: isByStatus = true
        }
        if isAtCreation, self.errorStatus != nil { return .leavingErrorStatus }
        return isByStatus ? .onTriggerStatus : .never
    }
}
