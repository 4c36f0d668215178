internal import JSON

/// The order whose status `get_status` asks for. The method is withdrawn: current accounts answer `invalid_method`
/// (API facts, section 3, get_status).
public enum StatusQuery: Sendable, Hashable {
    /// By the id that `new_order` gave.
    case order(id: String)
    /// By the phone, in the account's format. The CRM searches only today's orders.
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
    /// - Returns: the name of the status, such as «В производстве»; `invalid_order_id` or `invalid_client_phone` if no
    ///   order was found.
    public func status(
        _ query: StatusQuery, beforeFirstByte: @escaping @Sendable () -> Bool = { true }
    ) async -> LookupOutcome<String> {
        let lookup = Lookup(method: "get_status", fields: [query.field], isPrivate: query.isPrivate) { answer in
            // No document shows the answer for a phone with several orders, so only an unambiguous one counts.
            let names = Set(FrontpadAnswer.values(answer["status"]).compactMap { FrontpadAnswer.text($0) })
            return names.count == 1 ? names.first : nil
        }
        return await perform(lookup, beforeFirstByte: beforeFirstByte)
    }
}
