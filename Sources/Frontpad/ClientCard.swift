internal import JSON

/// What the CRM knows of a client: the answer of the method `get_client`. It never holds the phone that it was asked
/// with (API facts, section 3, get_client).
public struct ClientCard: Sendable, Hashable {
    /// The raw value is the API's name.
    public enum Field: String, Sendable, CaseIterable {
        case name, street, home, pod, et, apart, mail, descr, card
        /// The client's discount, in percent.
        case sale
        /// Points with which an order can be paid.
        case score
    }

    /// What is filled in, as the CRM writes it: numbers come as text.
    public let fields: [Field: String]

    public init(fields: [Field: String]) { self.fields = fields }

    /// nil where the answer has none of the card's keys.
    init?(_ answer: JSON.Object) {
        guard Field.allCases.contains(where: { answer[$0.rawValue] != nil }) else { return nil }
        var fields: [Field: String] = [:]
        for field in Field.allCases { fields[field] = FrontpadAnswer.text(answer[field.rawValue]) }
        self.fields = fields
    }
}

extension FrontpadClient {
    /// Looks a client up. The search is strict: the phone must be written as in the account, and looking up many in a
    /// row is forbidden («Запрещается циклический поиск клиентов»).
    ///
    /// - Parameter beforeFirstByte: as of ``newOrder(_:beforeFirstByte:)``.
    /// - Returns: Not found: `invalid_client_phone`.
    public func client(
        phone: String, beforeFirstByte: @escaping @Sendable () -> Bool = { true }
    ) async -> LookupOutcome<ClientCard> {
        await perform(
            Lookup(method: "get_client", fields: [("client_phone", phone)], isPrivate: true) { ClientCard($0) },
            beforeFirstByte: beforeFirstByte)
    }
}
