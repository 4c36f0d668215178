internal import JSON
internal import Shop

/// An article that the shop has saved with a product or a modification. The queue checks whether the CRM knows it.
public struct SavedArticle: Sendable, Hashable {
    public struct Refusal: Error, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// The maximum length of an article in characters. The columns of miniShop2 and msOptionsPrice2 hold 50
    /// characters. The limit is higher because some shops have widened these columns.
    private static let maxLength = 200
    private static let limits = JSON.Limits(maxBytes: 4096, maxDepth: 4)

    public let article: String
    /// The product's id in MODX.
    public let productID: Int64?

    /// - Throws: ``Refusal`` if the text is empty or too long.
    public init(article: String, productID: Int64?) throws(Refusal) {
        let article = article.trimmed
        guard !article.isEmpty else { throw Refusal(description: "the article is empty") }
        guard article.unicodeScalars.count <= SavedArticle.maxLength else {
            throw Refusal(description: "the article is longer than \(SavedArticle.maxLength) characters")
        }
        self.article = article
        self.productID = productID
    }

    /// The content of a spool file. It is one JSON object, and its keys are the column names of `articles`.
    public var bytes: [UInt8] {
        let json: JSON = ["article": .string(article), "product_id": JSON(productID)]
        return Array(json.serialized().utf8)
    }

    /// - Throws: ``Refusal`` if the file does not have this form.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        guard let json = try? JSON.parse(bytes, limits: SavedArticle.limits), json.object != nil else {
            throw Refusal(description: "this is no JSON object with an article")
        }
        let article = SavedArticle.text(json["article"])
        guard let article else { throw Refusal(description: "article must be a text") }
        try self.init(article: article, productID: SavedArticle.text(json["product_id"]).flatMap { Int64($0) })
    }

    private static func text(_ value: JSON?) -> String? {
        switch value {
        case .string(let text): text
        case .number(let number): number.text
        case nil, .null, .bool, .array, .object: nil
        }
    }
}
