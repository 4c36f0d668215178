internal import Intake
internal import JSON
internal import JobQueue
internal import SQLite

/// The job that refreshes the local catalogue.
struct RefreshProductsJob: PlainJobKind, Hashable {
    static let kind = "refresh_products"
    static let queue = QueueName.lookups
    /// New orders come before this job, and status polls come after it.
    static let priority = 5
    /// The number of attempts is practically unlimited, because the job must go on until the CRM has answered.
    static let maxAttempts = 10_000
}

/// Decides when to refresh the local catalogue. The CRM forbids unnecessary requests, and it gives out its products
/// only once an hour (API facts, section 4).
enum CatalogueRequest {
    /// The age in milliseconds at which the stop list is fetched again. With a shorter interval, changes in the
    /// kitchen take effect sooner. With a longer interval, there are fewer requests besides the orders.
    static let stopsInterval: Int64 = 5 * 60_000

    /// Requests a refresh of the lists that are due. If a job already waits for the hourly limit, it goes on waiting.
    /// But if the stop list is old, the job runs now.
    static func make(queue: JobQueue, in connection: Connection) throws(SQLiteError) {
        let insertion = try queue.insert(RefreshProductsJob(), in: connection)
        guard case .duplicate(let id) = insertion else { return }
        let stopsAt = try ArticleCatalogue.read(on: connection).stopsAt ?? 0
        guard queue.clock.now().saturatingSubtracting(stopsAt) > stopsInterval else { return }
        try queue.makeDue(id, in: connection)
    }

    /// Whether the product list is old, or an article was saved after the list was fetched.
    static func needsProducts(now: Int64, on connection: Connection) throws(SQLiteError) -> Bool {
        guard let age = try ArticleCatalogue.read(on: connection).age(now: now), age < AccountBudget.productsInterval
        else {
            return true
        }
        return try hasNewerArticles(on: connection)
    }

    /// Whether an article waits for a product list that is newer than the article's last change.
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
