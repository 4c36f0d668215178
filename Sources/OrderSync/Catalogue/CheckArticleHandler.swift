internal import Intake
internal import JSON
internal import JobQueue
internal import SQLite
internal import Shop

/// The job that checks an article. Triggers in `migrations/shop` insert it. Its subject is the article.
struct CheckArticleJob: JSONJobKind, Hashable {
    static let kind = "check_article"
    static let queue = QueueName.articles
    /// The number of attempts is practically unlimited, because the job must wait until newer products arrive.
    static let maxAttempts = 10_000
    /// The id of a row in `article_checks`.
    let check: Int64

    init(check: Int64) { self.check = check }

    init?(json: JSON) {
        guard let check = json["check"]?.int else { return nil }
        self.init(check: Int64(check))
    }

    var json: JSON.Object { ["check": .number(check)] }
    var uniqueKey: String? { "\(Self.kind):\(check)" }
}

/// Performs the jobs `check_article`. Each job checks whether the CRM knows an article that the shop has saved. The
/// check needs a product list that was fetched after the article was saved.
struct CheckArticleHandler: JobHandler {
    /// The time to wait for newer products, in milliseconds. A refresh wakes the job earlier.
    private static let pause: Int64 = 10 * 60_000

    private let queue: JobQueue

    init(queue: JobQueue) { self.queue = queue }

    private struct Check: RowDecodable {
        let article: String
        let requestedAt: Int64
        let toldAt: Int64?
        let productID: Int64?

        init(_ row: Row) throws(SQLiteError) {
            article = try row.get("article")
            requestedAt = try row.get("requested_at")
            toldAt = try row.get("told_at")
            productID = try row.get("product_id")
        }
    }

    func perform(_ job: CheckArticleJob, claim: Claim) async throws -> JobOutcome {
        let id = job.check
        return try queue.database.write { connection in
            let check = try connection.first(
                """
                SELECT c.article, c.requested_at, c.told_at, a.product_id
                FROM article_checks AS c LEFT JOIN articles AS a ON trim(a.article) = c.article
                WHERE c.id = ? AND c.checked_at IS NULL
                """, id, as: Check.self)
            guard let check else { return .cancel(reason: "the article is checked already") }
            return try judge(check, id: id, in: connection)
        }
    }

    private func judge(_ check: Check, id: Int64, in connection: Connection) throws(SQLiteError) -> JobOutcome {
        let receipt = try ArticleIntake.look(check.article, on: connection)
        let now = queue.clock.now()
        switch receipt.standing {
        case .known, .stopped:
            try connection.run(
                "UPDATE article_checks SET checked_at = ?, told_at = NULL WHERE id = ?", now, id)
            return .completed(note: receipt.standing.rawValue)
        case .unknown where (receipt.catalogue.productsAt ?? 0) >= check.requestedAt:
            try connection.run(
                "UPDATE article_checks SET checked_at = ?1, told_at = coalesce(told_at, ?1) WHERE id = ?2", now, id)
            if check.toldAt == nil { try tell(check, id: id, in: connection) }
            return .completed(note: receipt.standing.rawValue)
        case .unknown, .notKnownYet:
            try CatalogueRequest.make(queue: queue, in: connection)
            return .snooze(milliseconds: Self.pause, reason: "waits for newer products of Frontpad")
        }
    }

    private func tell(_ check: Check, id: Int64, in connection: Connection) throws(SQLiteError) {
        let settings = try Settings.read(on: connection)
        try Settlement(queue: queue, settings: settings).notify(
            subject: ShopMessages.unknownArticleSubject(check.article),
            body: ShopMessages.unknownArticle(check.article, productID: check.productID), reference: nil,
            topic: "article:\(id)", in: connection)
    }
}
