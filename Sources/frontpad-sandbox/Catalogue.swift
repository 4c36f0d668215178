internal import JSON

/// The goods of the simulated account.
struct Catalogue: Sendable {
    struct Product: Sendable {
        /// The article. It is a string, because "001" and "1" are different articles.
        var article: String
        var name: String
        /// The price in rubles, as text.
        var price: String
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The prefix of unknown articles in the example catalogue. All other articles are known.
    static let unknownPrefix = "NO-"

    let products: [Product]
    /// Whether only the listed articles are known.
    let isStrict: Bool

    /// A few named goods. Every other article is known too, unless it begins with ``unknownPrefix``.
    static let example = Catalogue(
        products: [
            Product(article: "PZ-001", name: "Маргарита", price: "450"),
            Product(article: "PZ-002", name: "Пепперони", price: "520"),
            Product(article: "PZ-001-35", name: "Маргарита 35 см", price: "650"),
            Product(article: "BORT-CHEESE", name: "Сырный борт", price: "90"),
            Product(article: "DELIVERY", name: "Доставка", price: "150"),
            Product(article: "001", name: "Филадельфия", price: "250"),
            Product(article: "002", name: "Калифорния", price: "270"),
        ], isStrict: false)

    func knows(_ article: String) -> Bool {
        guard !article.isEmpty else { return false }
        return product(article) != nil || !isStrict && !article.hasPrefix(Self.unknownPrefix)
    }

    func product(_ article: String) -> Product? { products.first { $0.article == article } }

    /// - Parameter json: a list of objects with `article`, `name` and `price` (text or number, rubles).
    static func strict(_ json: JSON) throws(Failure) -> Catalogue {
        guard let list = json.array else { throw Failure(description: "must be a list of goods") }
        var products: [Product] = []
        for (index, item) in list.enumerated() {
            guard let article = item["article"].flatMap(text), !article.isEmpty, let name = item["name"]?.string else {
                throw Failure(description: "[\(index)] must have an article and a name")
            }
            products.append(Product(article: article, name: name, price: item["price"].flatMap(text) ?? "0"))
        }
        return Catalogue(products: products, isStrict: true)
    }

    private static func text(_ value: JSON) -> String? {
        switch value {
        case .string(let text): text
        case .number(let number): number.text
        default: nil
        }
    }
}
