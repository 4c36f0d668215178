internal import Frontpad
internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// Checks an order's articles before the order is sent. If the CRM does not know an article, it accepts the order
/// without that line and reports this only afterwards (API facts, section 3, new_order).
struct ArticleGate: Sendable {
    enum Verdict: Sendable, Hashable {
        /// The order may be sent, with these notices.
        case go([OrderNotice])
        case refused([OrderProblem])
        /// A newer product list is being fetched, and it may contain the article.
        case wait(milliseconds: Int64)
    }

    private static let pause: Int64 = 3_000
    let queue: JobQueue
    let settings: Settings

    func look(at mapped: MappedOrder) throws -> Verdict {
        guard settings.unknownArticle != .ignore else { return .go([]) }
        let now = queue.clock.now()
        let (catalogue, doubts) = try queue.database.read { connection in
            let catalogue = try ArticleCatalogue.read(on: connection)
            return (catalogue, catalogue.productsAt == nil ? [] : try self.doubts(mapped, catalogue, on: connection))
        }
        // Without a catalogue, no article can be checked. The first catalogue is fetched for saved articles and
        // look-ups, not here.
        guard let age = catalogue.age(now: now) else { return .go([]) }
        let isStale = now.saturatingSubtracting(catalogue.stopsAt ?? 0) > CatalogueRequest.stopsInterval
        if isStale || age >= AccountBudget.productsInterval {
            try queue.database.write { try CatalogueRequest.make(queue: queue, in: $0) }
        }
        switch settings.unknownArticle {
        case .ignore: return .go([])
        case .warn: return .go(doubts.map(OrderNotice.article))
        case .refuse:
            if doubts.isEmpty { return .go([]) }
            if age >= AccountBudget.productsInterval, try canFetch() { return .wait(milliseconds: Self.pause) }
            // The article may be newer than a list that could not be fetched for a day.
            if age > ArticleCatalogue.longestAge { return .go(doubts.map(OrderNotice.article)) }
            return .refused(doubts.map(OrderProblem.article))
        }
    }

    /// Whether a worker may fetch the products now. If the budget is used up, a worker has tried recently.
    private func canFetch() throws -> Bool {
        try queue.database.read { try queue.room(in: AccountBudget.products, on: $0).free > 0 }
    }

    private func doubts(
        _ mapped: MappedOrder, _ catalogue: ArticleCatalogue, on connection: Connection
    ) throws(SQLiteError) -> [ArticleWarning] {
        var doubts: [ArticleWarning] = []
        for (index, product) in mapped.order.products.enumerated() {
            let found = try ArticleCatalogue.product(product.article, on: connection)
            switch catalogue.standing(of: found) {
            case .known, .notKnownYet: continue
            case .unknown, .stopped:
                doubts.append(
                    ArticleWarning(
                        line: index, name: mapped.lineNames[index], article: product.article,
                        isStopped: found?.isStopped ?? false))
            }
        }
        return doubts
    }
}
