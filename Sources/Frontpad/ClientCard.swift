internal import JSON

/// The data of a client in the CRM. It is the answer to `get_client`. The answer does not contain the phone number
/// that was asked for (API facts, section 3, get_client).
public struct ClientCard: Sendable, Hashable {
    /// A field of the card. The raw value is its name in the API.
    public enum Field: String, Sendable, CaseIterable {
        case name, street, home, pod, et, apart, mail, descr, card
        /// The client's discount, in percent.
        case sale
        /// Bonus points that can pay for an order.
        case score
    }

    /// The fields that have a value, exactly as the CRM writes them. Numbers are text too.
    public let fields: [Field: String]

    public init(fields: [Field: String]) { self.fields = fields }

    /// The result is nil if the answer has none of the card's keys.
    init?(_ answer: JSON.Object) {
        guard Field.allCases.contains(where: { answer[$0.rawValue] != nil }) else { return nil }
        var fields: [Field: String] = [:]
        for field in Field.allCases { fields[field] = FrontpadAnswer.text(answer[field.rawValue]) }
        self.fields = fields
    }
}

extension FrontpadClient {
    /// Looks up a client. The phone number must be written exactly as in the account. The CRM forbids looking up many
    /// clients in a row («Запрещается циклический поиск клиентов»).
    ///
    /// - Parameter beforeFirstByte: see ``newOrder(_:beforeFirstByte:)``.
    /// - Returns: the client, or the code `invalid_client_phone` if no client has this phone number.
    public func client(
        phone: String, beforeFirstByte: @escaping @Sendable () -> Bool = { true }
    ) async -> LookupOutcome<ClientCard> {
        await perform(
            Lookup(method: "get_client", fields: [("client_phone", phone)], isPrivate: true) { ClientCard($0) },
            beforeFirstByte: beforeFirstByte)
    }
}
