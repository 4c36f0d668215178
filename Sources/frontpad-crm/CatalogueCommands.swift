internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue
internal import OrderSync

private let fresh = Flag("--fresh", "Ask Frontpad, even if the list known here is less than an hour old.")

/// The command `frontpad-crm products`.
enum ProductsCommand {
    static let command = Command(
        "products", "List Frontpad's products.",
        discussion: [
            "Frontpad gives out the list once an hour. In between, the command shows the list known here, with its age."
        ],
        parameters: [fresh],
        examples: [Example("frontpad-crm products", "List all products that have an article.")]
    ) { (input, context: LookupContext) in
        let isFresh = input[fresh]
        return context.show(try context.find("the list of products") { try await $0.products(isFresh: isFresh) })
    }
}

/// The command `frontpad-crm stops`.
enum StopsCommand {
    static let command = Command(
        "stops", "List the products that the kitchen does not make at present.", parameters: [fresh],
        examples: [Example("frontpad-crm stops --fresh", "Ask Frontpad for the present list.")]
    ) { (input, context: LookupContext) in
        let isFresh = input[fresh]
        return context.show(try context.find("the stop list") { try await $0.stops(isFresh: isFresh) })
    }
}

extension LookupContext {
    fileprivate func show(_ answer: CatalogueAnswer) -> ExitStatus {
        let age = max(0, QueueClock.system.now().saturatingSubtracting(answer.fetchedAt))
        if isJSON {
            print([
                "fetched_at": .number(answer.fetchedAt), "age": .number(age),
                "products": .array(answer.products.map(\.json)),
            ])
            return .success
        }
        var table = Table(["article", "price", "stopped", "name"])
        for product in answer.products {
            table.add([product.article, product.price ?? "", product.isStopped ? "yes" : "", product.name])
        }
        if !table.isEmpty { print(table) }
        print("\(answer.products.count) products, fetched \(age / 60_000) min ago")
        return .success
    }
}

extension ArticleCatalogue.Product {
    /// The product as JSON, with the column names of `crm_products`.
    fileprivate var json: JSON {
        [
            "article": .string(article), "name": .string(name), "price": JSON(price),
            "is_stopped": .number(isStopped ? 1 : 0),
        ]
    }
}
