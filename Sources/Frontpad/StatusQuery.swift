internal import JSON

/// Whose status is asked for with the method `get_status`, which is withdrawn: accounts of today answer
/// `invalid_method` (API facts, section 3, get_status).
public enum StatusQuery: Sendable, Hashable {
    /// By the id that `new_order` gave.
    case order(id: String)
    /// By the phone, in the account's own format: the CRM looks among the orders of today only.
    case phone(String)

    fileprivate var field: (name: String, value: String) {
        switch self {
        case .order(let id): ("order_id", id)
        case .phone(let phone): ("client_phone", phone)
        }
    }

    fileprivate var isPrivate: Bool {
        switch self {
        case .order: false
        case .phone: true
        }
    }
}

extension FrontpadClient {
    /// Asks for the status of an order.
    ///
    /// - Parameter beforeFirstByte: as of ``newOrder(_:beforeFirstByte:)``.
    /// - Returns: the status's name, such as «В производстве». Not found: `invalid_order_id`, `invalid_client_phone`.
    public func status(
        _ query: StatusQuery, beforeFirstByte: @escaping @Sendable () -> Bool = { true }
    ) async -> LookupOutcome<String> {
        let lookup = Lookup(method: "get_status", fields: [query.field], isPrivate: query.isPrivate) { answer in
            // No document shows the answer for a phone with several orders: only one that leaves no choice is one.
            let names = Set(FrontpadAnswer.values(answer["status"]).compactMap { FrontpadAnswer.text($0) })
            return names.count == 1 ? names.first : nil
        }
        return await perform(lookup, beforeFirstByte: beforeFirstByte)
    }
}
