internal import Frontpad
internal import Shop

/// The shop's statuses that decide whether an unknown order was lost. An unknown order was lost if it has one of these
/// statuses.
struct ResyncStatuses: Sendable, Hashable {
    /// The statuses for which the shop is asked. An empty list means all statuses.
    let asked: [Int]
    private let excluded: Set<Int>

    /// - Returns: nil if the settings do not say yet when orders are sent.
    init?(_ settings: Settings) {
        var triggers: Set<Int> = []
        var isAtCreation = false
        switch settings.sendStatus {
        case .notSet: guard !settings.sendStatuses.isEmpty else { return nil }
        case .atCreation: isAtCreation = true
        case .status(let status): triggers.insert(status)
        }
        for payment in settings.sendStatuses {
            if let status = payment.status { triggers.insert(status) } else { isAtCreation = true }
        }
        asked = isAtCreation ? [] : triggers.sorted()
        excluded = isAtCreation ? ResyncStatuses.handled(settings).subtracting(triggers) : []
    }

    /// Returns the statuses that show that somebody has already dealt with the order. Such an order is cancelled, has
    /// failed, or has reached the kitchen.
    private static func handled(_ settings: Settings) -> Set<Int> {
        var handled = Set(settings.cancelStatuses)
        if let errorStatus = settings.errorStatus { handled.insert(errorStatus) }
        let isNew = { (key: String) in FrontpadStatus(key).equivalents.contains("1") }
        let pairs = settings.matchedStatuses.pairs
        let new = Set(pairs.filter { isNew($0.key) }.compactMap { Int($0.value) })
        return handled.union(pairs.compactMap { Int($0.value) }.filter { !new.contains($0) })
    }

    /// - Parameter status: the order's status in the shop, or nil if the document has none.
    func contain(_ status: Int?) -> Bool {
        guard let status else { return false }
        return asked.isEmpty ? !excluded.contains(status) : asked.contains(status)
    }
}
