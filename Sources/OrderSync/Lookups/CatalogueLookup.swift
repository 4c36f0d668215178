internal import Frontpad
public import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// The CRM's products or its stop list, with the time when the list was fetched.
public struct CatalogueAnswer: Sendable, Hashable {
    public let products: [ArticleCatalogue.Product]
    /// When the list was fetched, in milliseconds since 1970.
    public let fetchedAt: Int64
}

extension CRMLookups {
    /// The age in milliseconds up to which the local list is used without asking the CRM.
    private static let freshness = AccountBudget.productsInterval

    /// Returns the products. They come from the local catalogue if it is less than an hour old. Otherwise they come
    /// from the CRM, if its hourly limit permits.
    ///
    /// - Parameter isFresh: whether to ask the CRM in any case.
    public func products(isFresh: Bool) async throws -> LookupResult<CatalogueAnswer> {
        let local = try local(onlyStopped: false)
        if !isFresh, let local, queue.clock.now().saturatingSubtracting(local.fetchedAt) < Self.freshness {
            return .found(local)
        }
        let asked = queue.clock.now()
        let result = try await ask(key: nil, notFound: nil, budget: AccountBudget.products) {
            client, _, beforeFirstByte in
            await client.products(beforeFirstByte: beforeFirstByte)
        }
        return try settled(result, onlyStopped: false, local: isFresh ? nil : local) { products, connection in
            try CatalogueStore.store(products: products, asked: asked, queue: queue, in: connection)
        }
    }

    /// Returns the stopped products in the same way as ``products(isFresh:)``. The stop list has no hourly limit.
    public func stops(isFresh: Bool) async throws -> LookupResult<CatalogueAnswer> {
        let local = try local(onlyStopped: true)
        if !isFresh, let local, queue.clock.now().saturatingSubtracting(local.fetchedAt) < Self.freshness {
            return .found(local)
        }
        let asked = queue.clock.now()
        let result = try await ask(key: nil, notFound: nil) { client, _, beforeFirstByte in
            await client.stops(beforeFirstByte: beforeFirstByte)
        }
        return try settled(result, onlyStopped: true, local: isFresh ? nil : local) { stops, connection in
            try CatalogueStore.store(stops: stops, asked: asked, in: connection)
        }
    }

    /// Stores the answer. If there is no answer, returns the local list with the time when it was fetched.
    private func settled(
        _ result: LookupResult<[FrontpadProduct]>, onlyStopped: Bool, local: CatalogueAnswer?,
        store: ([FrontpadProduct], Connection) throws -> Void
    ) throws -> LookupResult<CatalogueAnswer> {
        guard case .found(let products) = result else {
            return local.map { .found($0) } ?? result.otherwise { _ in .notFound }
        }
        try queue.database.write { try store(products, $0) }
        queue.doorbell.ring()
        return try self.local(onlyStopped: onlyStopped).map { .found($0) } ?? .notFound
    }

    private func local(onlyStopped: Bool) throws -> CatalogueAnswer? {
        try queue.database.read { connection in
            let catalogue = try ArticleCatalogue.read(on: connection)
            guard let fetchedAt = onlyStopped ? catalogue.stopsAt : catalogue.productsAt else { return nil }
            return CatalogueAnswer(
                products: try ArticleCatalogue.products(onlyStopped: onlyStopped, on: connection),
                fetchedAt: fetchedAt)
        }
    }
}
