internal import Frontpad
public import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// The CRM's products or its stop list, with the time of the fetch.
public struct CatalogueAnswer: Sendable, Hashable {
    public let products: [ArticleCatalogue.Product]
    /// When they were fetched, in milliseconds since 1970.
    public let fetchedAt: Int64
}

extension CRMLookups {
    /// Younger products are used without asking the CRM, in milliseconds.
    private static let freshness = AccountBudget.productsInterval

    /// The products: from the local catalogue if it is younger than an hour, else from the CRM if its hourly limit permits.
    ///
    /// - Parameter isFresh: ask the CRM in any case.
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

    /// The same for the stop list, which has no hourly limit.
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

    /// Stores the answer. If there is none, the local catalogue is returned with its age.
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
