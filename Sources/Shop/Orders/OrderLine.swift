internal import JSON

/// A row of `ms2_order_products`, with the article of its product and with the msOptionsPrice2 modifications that its
/// options name.
public struct OrderLine: Sendable, Hashable {
    public let productID: Int?
    public let name: String
    /// nil where the shop's count is not a whole number from 1 to 10,000.
    public let count: Int?
    /// The count as the shop writes it.
    public let countText: String
    /// The price of one, with its modifications; nil where the shop does not say.
    public let price: Money?
    /// The product's article now, which can differ from the one at the time of sale; nil where it has none.
    public let article: String?
    /// The modifications that the options name and that belong to the line's product, in the order of the document.
    public let modifications: [Modification]
    /// The id of the main modification in the options; nil where there is none.
    public let mainModification: Int?
    /// Modifications that the options name and the document does not have: the shop has deleted them.
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
            // A row that cannot be read counts as missing.
            guard let modification = try? Modification(candidate) else { continue }
            // A modification of another product is left over in the shop's cart: the buyer did not choose it.
            if named.contains(modification.id), modification.rid == productID, productID != nil {
                modifications.append(modification)
            }
        }
        self.modifications = modifications
        missingModifications = named.subtracting(modifications.map(\.id)).sorted()
    }

    /// The ids, however PHP wrote them: a list, an object with gaps, one id, or the JSON of these.
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
        /// Its article is the one that is sold: type 1.
        case main
        /// Its article is sold in addition: types 2 (raises the price) and 3 (lowers it).
        case additive
    }

    public let id: Int
    public let name: String
    /// The id of its product.
    public let rid: Int?
    public let effect: Effect
    /// nil where it has none.
    public let article: String?

    init(_ row: DocumentReader) throws(OrderDocumentError) {
        id = try row.requiredInteger("id", in: 1...Int(Int32.max))
        name = try row.text("name")?.trimmed ?? ""
        rid = try row.integer("rid", in: 0...Int(Int32.max))
        effect = try row.integer("type", in: 0...255) ?? 1 == 1 ? .main : .additive
        article = try row.text("article")?.trimmed.nilWhereEmpty
    }
}
