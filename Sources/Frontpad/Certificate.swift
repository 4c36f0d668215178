internal import JSON

/// What a certificate is worth: the answer of the method `get_certificate` (API facts, section 3, get_certificate).
public enum Certificate: Sendable, Hashable {
    /// A product as a gift. The article may be missing: live accounts have gifts without one.
    case product(article: String?, name: String?, price: String?)
    /// A discount in percent.
    case percent(String)
    /// A sum in rubles.
    case amount(String)

    /// Only the keys tell the kinds apart: their values may be empty.
    init?(_ answer: JSON.Object) {
        if answer["product_id"] != nil || answer["name"] != nil {
            self = .product(
                article: FrontpadAnswer.text(answer["product_id"]), name: FrontpadAnswer.text(answer["name"]),
                price: FrontpadAnswer.text(answer["price"]))
        } else if answer["sale"] != nil {
            self = .percent(FrontpadAnswer.text(answer["sale"]) ?? "")
        } else if answer["amount"] != nil {
            self = .amount(FrontpadAnswer.text(answer["amount"]) ?? "")
        } else {
            return nil
        }
    }
}

extension FrontpadClient {
    /// Looks a certificate up. Looking up many in a row is forbidden («Запрещается циклическая проверка сертификата»).
    ///
    /// - Parameter beforeFirstByte: as of ``newOrder(_:beforeFirstByte:)``.
    /// - Returns: Not found: `invalid_certificate`.
    public func certificate(
        number: String, beforeFirstByte: @escaping @Sendable () -> Bool = { true }
    ) async -> LookupOutcome<Certificate> {
        await perform(
            Lookup(method: "get_certificate", fields: [("certificate", number)], isPrivate: true) { Certificate($0) },
            beforeFirstByte: beforeFirstByte)
    }
}
