internal import Frontpad
internal import Shop

/// Collects the lines of a request. These are the products with their modifiers, the delivery and the packaging.
struct OrderLines: Sendable {
    private(set) var products: [NewOrder.Product] = []
    private(set) var names: [String] = []
    /// The price of one piece of each line in the shop, including modifiers. It is nil if the line has no price there.
    private(set) var prices: [Money?] = []
    private(set) var notices: [OrderNotice] = []
    var problems: [OrderProblem] = []

    /// - Parameter number: the number of the line, counted from 1.
    mutating func add(_ line: OrderLine, number: Int) {
        let main = line.modifications.first { $0.id == line.mainModification && $0.effect == .main }
        guard let article = main?.article ?? line.article else {
            problems.append(.lineWithoutArticle(number: number, name: line.name))
            return
        }
        // The count must be a whole number. All known clients send «Целое», and fractions are not documented (API
        // facts, section 2).
        guard let count = line.count else {
            problems.append(.count(name: line.name, count: line.countText))
            return
        }
        let parent = append(NewOrder.Product(article: article, count: count), name: line.name, price: line.price)
        for modification in line.modifications where modification.effect == .additive {
            guard let article = modification.article else {
                notices.append(.modificationWithoutArticle(name: modification.name, line: line.name))
                continue
            }
            // The modifier has the same count as the product, so each piece gets its own modifier.
            append(
                NewOrder.Product(article: article, count: count, parent: parent),
                name: "\(line.name): \(modification.name)", price: nil)
        }
        for id in line.missingModifications {
            notices.append(.modificationMissing(id: id, line: line.name))
        }
    }

    /// Adds a line for a charge that is not a product, such as the delivery.
    mutating func addCharge(article: String, name: String, price: Money) {
        append(NewOrder.Product(article: article, count: 1), name: name, price: price)
    }

    mutating func tell(_ notice: OrderNotice) { notices.append(notice) }

    @discardableResult
    private mutating func append(_ product: NewOrder.Product, name: String, price: Money?) -> Int {
        products.append(product)
        names.append(name)
        prices.append(price)
        return products.count - 1
    }
}
