internal import JSON

/// What the CRM knows about a client: the answer of `get_client`. It does not repeat the phone of the question (API
/// facts, section 3, get_client).
public struct ClientCard: Sendable, Hashable {
    /// The raw value is the API's name.
    public enum Field: String, Sendable, CaseIterable {
        case name, street, home, pod, et, apart, mail, descr, card
        /// The client's discount, in percent.
        case sale
        /// Bonus points that can pay for an order.
        case score
    }

    /// The fields that are filled in, as the CRM writes them: numbers come as text.
    public let fields: [Field: String]

    public init(fields: [Field: String]) { self.fields = fields }

    /// nil if the answer has none of the card's keys.
    init?(_ answer: JSON.Object) {
        guard Field.allCases.contains(where: { answer[$0.rawValue] != nil }) else { return nil }
        var fields: [Field: String] = [:]
        for field in Field.allCases { fields[field] = FrontpadAnswer.text(answer[field.rawValue]) }
        self.fields = fields
    }
}

extension FrontpadClient {
    /// Looks up a client. The phone must be written exactly as in the account. The CRM forbids looking up many in a
    /// row («Запрещается циклический поиск клиентов»).
    ///
    /// - Parameter beforeFirstByte: see ``newOrder(_:beforeFirstByte:)``.
    /// - Returns: the client; `invalid_client_phone` if there is none with this phone.
    public func client(
        phone: String, beforeFirstByte: @escaping @Sendable () -> Bool = { true }
    ) async -> LookupOutcome<ClientCard> {
        await perform(
            Lookup(method: "get_client", fields: [("client_phone", phone)], isPrivate: true) { ClientCard($0) },
            beforeFirstByte: beforeFirstByte)
    }
}
