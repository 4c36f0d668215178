internal import Frontpad
internal import Shop

/// Collects the lines of a request: products, their modifiers, the delivery.
struct OrderLines: Sendable {
    private(set) var products: [NewOrder.Product] = []
    private(set) var names: [String] = []
    private(set) var notices: [OrderNotice] = []
    var problems: [OrderProblem] = []

    /// - Parameter number: the line's number, from 1.
    mutating func add(_ line: OrderLine, number: Int) {
        let main = line.modifications.first { $0.id == line.mainModification && $0.effect == .main }
        guard let article = main?.article ?? line.article else {
            problems.append(.lineWithoutArticle(number: number, name: line.name))
            return
        }
        let parent = append(NewOrder.Product(article: article, count: line.count), name: line.name)
        for modification in line.modifications where modification.effect == .additive {
            guard let article = modification.article else {
                notices.append(.modificationWithoutArticle(name: modification.name, line: line.name))
                continue
            }
            // Each product gets its own modifier.
            append(
                NewOrder.Product(article: article, count: line.count, parent: parent),
                name: "\(line.name): \(modification.name)")
        }
    }

    mutating func addDelivery(article: String, name: String) {
        append(NewOrder.Product(article: article, count: 1), name: name)
    }

    @discardableResult
    private mutating func append(_ product: NewOrder.Product, name: String) -> Int {
        products.append(product)
        names.append(name)
        return products.count - 1
    }
}
