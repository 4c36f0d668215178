internal import JSON

/// The way in which `get_status` finds the order. Frontpad has withdrawn this method. New accounts answer
/// `invalid_method` (API facts, section 3, get_status).
public enum StatusQuery: Sendable, Hashable {
    /// Finds the order by the id that `new_order` returned.
    case order(id: String)
    /// Finds the order by the phone number, which must have the account's format. The CRM searches only today's
    /// orders.
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
    /// - Parameter beforeFirstByte: see ``newOrder(_:beforeFirstByte:)``.
    /// - Returns: the name of the status, such as «В производстве», or the code `invalid_order_id` or
    ///   `invalid_client_phone` if no order was found.
    public func status(
        _ query: StatusQuery, beforeFirstByte: @escaping @Sendable () -> Bool = { true }
    ) async -> LookupOutcome<String> {
        let lookup = Lookup(method: "get_status", fields: [query.field], isPrivate: query.isPrivate) { answer in
            // The API document does not show the answer for a phone number with several orders. So the answer counts
            // only if all statuses in it are the same.
            let names = Set(FrontpadAnswer.values(answer["status"]).compactMap { FrontpadAnswer.text($0) })
            return names.count == 1 ? names.first : nil
        }
        return await perform(lookup, beforeFirstByte: beforeFirstByte)
    }
}
