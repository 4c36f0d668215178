internal import JSON

/// A line of an order. It is a row of `ms2_order_products` together with the article of the product and the
/// msOptionsPrice2 modifications that the line's options name.
public struct OrderLine: Sendable, Hashable {
    public let productID: Int?
    public let name: String
    /// The number of pieces, or nil if the shop's count is not a whole number from 1 to 10,000.
    public let count: Int?
    /// The count exactly as the shop writes it.
    public let countText: String
    /// The price of one piece with its modifications, or nil if the document has no usable price.
    public let price: Money?
    /// The present article of the product, or nil if the product has none. It can differ from the article at the time
    /// of sale.
    public let article: String?
    /// The modifications that the options name and that belong to the line's product. They have the same order as in
    /// the document.
    public let modifications: [Modification]
    /// The id of the main modification in the options, or nil if there is none.
    public let mainModification: Int?
    /// The ids of modifications that the options name but that the document does not contain. The shop has deleted
    /// these modifications.
    public let missingModifications: [Int]

    init(_ row: DocumentReader) throws(OrderDocumentError) {
        productID = (try? row.integer("product_id", in: 0...Int(Int32.max))) ?? nil
        name = try row.text("name")?.trimmed ?? ""
        count = (try? row.integer("count", in: 1...10_000)) ?? nil
        countText = (try? row.text("count")) ?? ""
        price = (try? row.text("price")).flatMap { $0 }.flatMap(Money.init)
        article = try row.text("article")?.trimmed.nilWhereEmpty
        let options = row.jsonObject("options")
        mainModification = OrderLine.id(options["modification"])
        var named = Set(OrderLine.list(options["modifications"]).compactMap(OrderLine.id))
        if let mainModification { named.insert(mainModification) }
        var modifications: [Modification] = []
        for candidate in try row.rows("modifications") {
            // An unreadable row counts as missing.
            guard let modification = try? Modification(candidate) else { continue }
            // A modification of another product is left over in the shop's cart. The buyer did not choose it.
            if named.contains(modification.id), modification.rid == productID, productID != nil {
                modifications.append(modification)
            }
        }
        self.modifications = modifications
        missingModifications = named.subtracting(modifications.map(\.id)).sorted()
    }

    /// Returns the ids from any form in which PHP may write them. This can be a list, an object (for a list with
    /// gaps), a single id, or a string with the JSON of one of these.
    private static func list(_ value: JSON?) -> [JSON] {
        switch value {
        case .array(let elements): elements
        case .object(let object): object.entries.map(\.value)
        case .string(let text):
            (try? JSON.parse(text)).map { inner in
                if case .string = inner { [] } else { list(inner) }
            } ?? []
        case .number?: value.map { [$0] } ?? []
        case nil, .null, .bool: []
        }
    }

    private static func id(_ value: JSON?) -> Int? {
        let id =
            switch value {
            case .number(let number): number.int
            case .string(let text): Int(text.trimmed)
            case nil, .null, .bool, .array, .object: nil as Int?
            }
        return id.flatMap { $0 > 0 ? $0 : nil }
    }
}

/// A row of `msop_modifications` (msOptionsPrice2).
public struct Modification: Sendable, Hashable {
    public enum Effect: Sendable, Hashable {
        /// The modification's article is sold instead of the product's article. This is type 1.
        case main
        /// The modification's article is sold in addition to the product's article. These are type 2, which raises the
        /// price, and type 3, which lowers it.
        case additive
    }

    public let id: Int
    public let name: String
    /// The id of the product that the modification belongs to.
    public let rid: Int?
    public let effect: Effect
    /// The article, or nil if the modification has none.
    public let article: String?

    init(_ row: DocumentReader) throws(OrderDocumentError) {
        id = try row.requiredInteger("id", in: 1...Int(Int32.max))
        name = try row.text("name")?.trimmed ?? ""
        rid = try row.integer("rid", in: 0...Int(Int32.max))
        effect = try row.integer("type", in: 0...255) ?? 1 == 1 ? .main : .additive
        article = try row.text("article")?.trimmed.nilWhereEmpty
    }
}
