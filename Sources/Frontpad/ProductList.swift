internal import JSON

/// A product of the CRM's catalogue.
public struct FrontpadProduct: Sendable, Hashable {
    /// A string: "001" and "1" are different articles.
    public let article: String
    public let name: String
    /// In rubles, as the CRM writes it.
    public let price: String?
    /// Whether discounts apply; nil if the account does not say.
    public let allowsDiscount: Bool?

    public init(article: String, name: String, price: String?, allowsDiscount: Bool? = nil) {
        self.article = article
        self.name = name
        self.price = price
        self.allowsDiscount = allowsDiscount
    }

    /// The products of an answer. The answer has a map ("0", "1", …) or a list for each property; entries with the same
    /// key belong together. Products without an article cannot be ordered and are left out.
    ///
    /// - Returns: nil if there is no such map.
    static func list(in answer: JSON.Object) -> [FrontpadProduct]? {
        guard let articles = Column(answer["product_id"]) else { return nil }
        let names = Column(answer["name"])
        let prices = Column(answer["price"])
        let discounts = Column(answer["sale"])
        return articles.keys.compactMap { key in
            guard let article = articles.text(key) else { return nil }
            return FrontpadProduct(
                article: article, name: names?.text(key) ?? article, price: prices?.text(key),
                allowsDiscount: discounts?.text(key).map { $0 == "1" })
        }
    }

    private struct Column {
        /// In the answer's order.
        let keys: [String]
        private let values: [String: JSON]

        init?(_ value: JSON?) {
            switch value {
            case .object(let object):
                keys = object.keys
                values = Dictionary(object.entries.map { ($0.key, $0.value) }) { $1 }
            case .array(let elements):
                keys = elements.indices.map(String.init)
                values = Dictionary(uniqueKeysWithValues: zip(keys, elements))
            case nil, .null, .bool, .number, .string: return nil
            }
        }

        func text(_ key: String) -> String? { FrontpadAnswer.text(values[key]) }
    }
}

extension FrontpadClient {
    /// Asks for all products that have an article. The CRM allows it once an hour (API facts, section 4).
    ///
    /// - Parameter beforeFirstByte: see ``newOrder(_:beforeFirstByte:)``.
    /// - Returns: the products; `invalid_products` if the account has none.
    public func products(
        beforeFirstByte: @escaping @Sendable () -> Bool = { true }
    ) async -> LookupOutcome<[FrontpadProduct]> {
        await perform(
            Lookup(method: "get_products", maxAnswer: FrontpadClient.maxList) { FrontpadProduct.list(in: $0) },
            beforeFirstByte: beforeFirstByte)
    }
}
