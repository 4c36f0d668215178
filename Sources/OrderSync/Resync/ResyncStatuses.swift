internal import Frontpad
internal import Shop

/// The shop's statuses on which an order that the queue does not know is a lost one.
struct ResyncStatuses: Sendable, Hashable {
    /// What the shop is asked for; empty: every status.
    let asked: [Int]
    private let excluded: Set<Int>

    /// - Returns: nil if no order is sent yet.
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

    /// Statuses that say that somebody has dealt with the order: cancelled, failed, or in the kitchen and beyond.
    private static func handled(_ settings: Settings) -> Set<Int> {
        var handled = Set(settings.cancelStatuses)
        if let errorStatus = settings.errorStatus { handled.insert(errorStatus) }
        let isNew = { (key: String) in FrontpadStatus(key).equivalents.contains("1") }
        let pairs = settings.matchedStatuses.pairs
        let new = Set(pairs.filter { isNew($0.key) }.compactMap { Int($0.value) })
        return handled.union(pairs.compactMap { Int($0.value) }.filter { !new.contains($0) })
    }

    /// - Parameter status: nil where the document has none.
    func contain(_ status: Int?) -> Bool {
        guard let status else { return false }
        return asked.isEmpty ? !excluded.contains(status) : asked.contains(status)
    }
}
