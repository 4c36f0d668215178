internal import Frontpad
internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// Compares the sum that the kitchen will charge with the sum that the buyer agreed to pay. It uses the CRM's prices
/// that were fetched last.
struct SumGate: Sendable {
    let queue: JobQueue
    let settings: Settings

    func settle(_ mapped: MappedOrder) throws -> MappedOrder {
        guard mapped.shopSum != nil else { return mapped }
        let (prices, isFetched) = try queue.database.read { connection -> ([String: Money], Bool) in
            var prices: [String: Money] = [:]
            for product in mapped.order.products where prices[product.article] == nil {
                prices[product.article] = try ArticleCatalogue.product(product.article, on: connection)?.price
                    .flatMap(Money.init)
            }
            return (prices, try ArticleCatalogue.read(on: connection).productsAt != nil)
        }
        // If no prices are known yet, they are requested for the next order.
        if !isFetched { try queue.database.write { try CatalogueRequest.make(queue: queue, in: $0) } }
        return KitchenSum(prices: prices, settings: settings).settle(mapped)
    }
}
