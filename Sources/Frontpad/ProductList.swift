internal import JSON

/// A product of the CRM's catalogue.
public struct FrontpadProduct: Sendable, Hashable {
    /// The article. It is a string, because "001" and "1" are different articles.
    public let article: String
    public let name: String
    /// The price in rubles, exactly as the CRM writes it.
    public let price: String?
    /// Whether discounts apply to the product, or nil if the answer does not say.
    public let allowsDiscount: Bool?

    public init(article: String, name: String, price: String?, allowsDiscount: Bool? = nil) {
        self.article = article
        self.name = name
        self.price = price
        self.allowsDiscount = allowsDiscount
    }

    /// Returns the products of an answer. For each property the answer has a list, or an object with the keys "0", "1"
    /// and so on. Entries with the same key belong to the same product. A product without an article cannot be
    /// ordered, so it is left out.
    ///
    /// - Returns: nil if the answer has no list of articles.
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
        /// The keys in the same order as in the answer.
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
    /// Asks for all products that have an article. The CRM allows this request once an hour (API facts, section 4).
    ///
    /// - Parameter beforeFirstByte: see ``newOrder(_:beforeFirstByte:)``.
    /// - Returns: the products, or the code `invalid_products` if the account has none.
    public func products(
        beforeFirstByte: @escaping @Sendable () -> Bool = { true }
    ) async -> LookupOutcome<[FrontpadProduct]> {
        await perform(
            Lookup(method: "get_products", maxAnswer: FrontpadClient.maxList) { FrontpadProduct.list(in: $0) },
            beforeFirstByte: beforeFirstByte)
    }
}
