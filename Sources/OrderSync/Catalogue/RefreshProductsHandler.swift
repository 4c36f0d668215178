internal import Frontpad
internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// Performs the jobs `refresh_products`. Each job fetches the CRM's products, at most once an hour, and its stop list.
struct RefreshProductsHandler: JobHandler {
    /// The wait after the CRM has refused the account, in milliseconds. A person has to fix the cause.
    private static let pause: Int64 = 10 * 60_000

    let backoff = Backoff.exponential(base: 30_000, cap: 60 * 60_000)
    private let queue: JobQueue
    private let makeClient: @Sendable (Settings, _ secret: String) -> FrontpadClient

    init(queue: JobQueue, makeClient: @escaping @Sendable (Settings, _ secret: String) -> FrontpadClient) {
        self.queue = queue
        self.makeClient = makeClient
    }

    func perform(_ job: RefreshProductsJob, claim: Claim) async throws -> JobOutcome {
        let now = queue.clock.now()
        let (settings, needsProducts, stopsAt, room) = try queue.database.read { connection in
            (
                try Settings.read(on: connection), try CatalogueRequest.needsProducts(now: now, on: connection),
                try ArticleCatalogue.read(on: connection).stopsAt,
                try queue.room(in: AccountBudget.products, on: connection)
            )
        }
        guard let secret = Secret.find(settings) else { return .giveBack(reason: "frontpadapi_secret is not set") }
        let client = makeClient(settings, secret)
        var hasAsked = false
        if needsProducts, room.free > 0 {
            if let end = try await fetchProducts(client, claim) { return end }
            hasAsked = true
        }
        if now.saturatingSubtracting(stopsAt ?? 0) > CatalogueRequest.stopsInterval {
            if let end = try await fetchStops(client, claim, isSecond: hasAsked) { return end }
        }
        let (isWaiting, wait) = try queue.database.read { connection in
            (
                try CatalogueRequest.hasNewerArticles(on: connection),
                try queue.room(in: AccountBudget.products, on: connection).wait
            )
        }
        guard isWaiting else { return .completed() }
        return .snooze(
            milliseconds: wait ?? AccountBudget.productsInterval, reason: "Frontpad gives its products once an hour")
    }

    /// - Returns: the outcome of the job if there is no usable answer, or nil if the products are stored.
    private func fetchProducts(_ client: FrontpadClient, _ claim: Claim) async throws -> JobOutcome? {
        let asked = queue.clock.now()
        let outcome = await client.products { [queue] in
            (try? queue.database.write { connection in
                // Another process may have fetched the products in the meantime.
                guard try queue.holds(claim, on: connection),
                    try queue.room(in: AccountBudget.products, on: connection).free > 0
                else { return false }
                try queue.spend(claim, in: connection)
                try queue.use(AccountBudget.products, in: connection)
                return true
            }) ?? false
        }
        guard case .answered(let products) = outcome else { return try ended(outcome, claim) }
        try queue.database.write { connection in
            try CatalogueStore.store(products: products, asked: asked, queue: queue, in: connection)
        }
        return nil
    }

    private func fetchStops(_ client: FrontpadClient, _ claim: Claim, isSecond: Bool) async throws -> JobOutcome? {
        if isSecond,
            let wait = try await queue.waitForRoom(in: AccountBudget.requests, atMost: AccountBudget.longestWait)
        {
            return .snooze(milliseconds: wait, reason: "waits for Frontpad's limit")
        }
        let asked = queue.clock.now()
        let outcome = await client.stops { [queue] in
            isSecond ? queue.chargeAnother(claim, to: AccountBudget.requests) : queue.charge(claim)
        }
        guard case .answered(let stops) = outcome else { return try ended(outcome, claim) }
        try queue.database.write { connection in
            try CatalogueStore.store(stops: stops, asked: asked, in: connection)
        }
        return nil
    }

    private func ended(_ outcome: LookupOutcome<[FrontpadProduct]>, _ claim: Claim) throws -> JobOutcome {
        switch outcome {
        case .answered: return .completed()
        // The local catalogue stays as it is. If an account has no products, it is more often a mistake than intended.
        case .refused(let code) where code.isAccountWide || code == .invalidProducts:
            let pause = code == .requestsLimit ? AccountBudget.productsInterval : Self.pause
            return .snooze(milliseconds: pause, reason: code.text)
        case .refused(let code): return .discard(error: "the CRM has refused it: \(code.text)")
        case .notReached(let notSent):
            try queue.database.write { try queue.unspend(claim, in: $0) }
            return notSent.jobOutcome
        case .unreadable(let evidence): return .retry(error: evidence.description)
        }
    }
}
