internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue
internal import OrderSync

/// `frontpad-crm products` and `frontpad-crm stops`.
struct CatalogueCommands {
    private let context: LookupContext

    init(_ context: LookupContext) { self.context = context }

    func products() throws -> ExitStatus {
        let isFresh = context.command.flag("--fresh")
        return show(try context.find("the list of products") { try await $0.products(isFresh: isFresh) })
    }

    func stops() throws -> ExitStatus {
        let isFresh = context.command.flag("--fresh")
        return show(try context.find("the stop list") { try await $0.stops(isFresh: isFresh) })
    }

    private func show(_ answer: CatalogueAnswer) -> ExitStatus {
        let age = max(0, QueueClock.system.now() - answer.fetchedAt)
        if context.isJSON {
            context.print([
                "fetched_at": .number(answer.fetchedAt), "age": .number(age),
                "products": .array(answer.products.map(\.json)),
            ])
            return .success
        }
        var table = Table(["article", "price", "stopped", "name"])
        for product in answer.products {
            table.add([product.article, product.price ?? "", product.isStopped ? "yes" : "", product.name])
        }
        if !table.isEmpty { context.print(table) }
        context.print("\(answer.products.count) products, fetched \(age / 60_000) min ago")
        return .success
    }
}

extension ArticleCatalogue.Product {
    /// Under the column names of `crm_products`.
    fileprivate var json: JSON {
        [
            "article": .string(article), "name": .string(name), "price": JSON(price),
            "is_stopped": .number(isStopped ? 1 : 0),
        ]
    }
}
