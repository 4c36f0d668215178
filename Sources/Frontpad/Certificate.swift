internal import JSON

/// The value of a gift certificate. It is the answer to `get_certificate` (API facts, section 3, get_certificate).
public enum Certificate: Sendable, Hashable {
    /// A free product. Its article may be missing, because real accounts have such gifts.
    case product(article: String?, name: String?, price: String?)
    /// A discount in percent.
    case percent(String)
    /// An amount in rubles.
    case amount(String)

    /// The keys of the answer tell the kind of certificate. The values may be empty.
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
    /// Looks up a certificate. The CRM forbids looking up many certificates in a row («Запрещается циклическая
    /// проверка сертификата»).
    ///
    /// - Parameter beforeFirstByte: see ``newOrder(_:beforeFirstByte:)``.
    /// - Returns: the certificate, or the code `invalid_certificate` if no certificate has this number.
    public func certificate(
        number: String, beforeFirstByte: @escaping @Sendable () -> Bool = { true }
    ) async -> LookupOutcome<Certificate> {
        await perform(
            Lookup(method: "get_certificate", fields: [("certificate", number)], isPrivate: true) { Certificate($0) },
            beforeFirstByte: beforeFirstByte)
    }
}
