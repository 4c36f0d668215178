internal import Intake
internal import JSON
internal import JobQueue
internal import SQLite

/// The job that refreshes the local catalogue.
struct RefreshProductsJob: JSONJobKind, Hashable {
    static let kind = "refresh_products"
    static let queue = QueueName.lookups
    /// After new orders, before polls.
    static let priority = 5
    /// Waiting for the CRM's hourly limit must not use up the attempts.
    static let maxAttempts = 10_000

    init() {}
    init?(json: JSON) {}

    var json: JSON.Object { [:] }
    var uniqueKey: String? { Self.kind }
}

/// When to refresh the local catalogue. The CRM forbids requests without a reason and gives its products once an hour
/// (API facts, section 4).
enum CatalogueRequest {
    /// A stop list younger than this is not fetched again. In milliseconds. Shorter: the kitchen's changes count
    /// sooner. Longer: fewer requests besides the orders.
    static let stopsInterval: Int64 = 5 * 60_000

    /// Requests a refresh of what is due. A job that waits for the hourly limit keeps waiting, unless the stop list is
    /// old.
    static func make(queue: JobQueue, in connection: Connection) throws(SQLiteError) {
        let insertion = try queue.insert(RefreshProductsJob(), in: connection)
        guard case .duplicate(let id) = insertion else { return }
        let stopsAt = try ArticleCatalogue.read(on: connection).stopsAt ?? 0
        guard queue.clock.now().saturatingSubtracting(stopsAt) > stopsInterval else { return }
        try queue.makeDue(id, in: connection)
    }

    /// Whether the products are old, or an article was saved after they were fetched.
    static func needsProducts(now: Int64, on connection: Connection) throws(SQLiteError) -> Bool {
        guard let age = try ArticleCatalogue.read(on: connection).age(now: now), age < AccountBudget.productsInterval
        else {
            return true
        }
        return try hasNewerArticles(on: connection)
    }

    /// Whether an article waits for products that are newer than its change.
    static func hasNewerArticles(on connection: Connection) throws(SQLiteError) -> Bool {
        try connection.scalar(
            """
            SELECT 1 FROM article_checks JOIN crm_catalogue
            WHERE checked_at IS NULL AND requested_at > coalesce(products_at, 0)
                AND NOT EXISTS (SELECT 1 FROM crm_products WHERE crm_products.article = article_checks.article)
            LIMIT 1
            """, as: Int.self) != nil
    }
}
