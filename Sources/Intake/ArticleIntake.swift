public import JobQueue
public import SQLite

/// Accepts articles that the shop has saved.
public struct ArticleIntake: Sendable {
    /// What is known about an article when it arrives.
    public struct Receipt: Sendable, Hashable {
        public let article: String
        public let standing: ArticleCatalogue.Standing
        /// The product with this article in the local catalogue, if there is one.
        public let product: ArticleCatalogue.Product?
        public let catalogue: ArticleCatalogue
    }

    private let database: Database

    public init(database: Database) { self.database = database }

    /// Stores the article and reports what the local catalogue knows about it. A trigger inserts the job that checks
    /// the article. The caller must ring the doorbell after this call.
    ///
    /// - Parameter now: the present time, in milliseconds since 1970.
    public func store(_ saved: SavedArticle, now: Int64 = QueueClock.system.now()) throws -> Receipt {
        try database.write { connection in
            // If the article exists already, a trigger turns this insert into an update. Another trigger inserts the
            // job.
            try connection.run(
                "INSERT INTO articles (article, product_id) VALUES (?, ?)", saved.article, saved.productID)
            return try ArticleIntake.look(saved.article, now: now, on: connection)
        }
    }

    /// Reads what the local catalogue knows about an article.
    ///
    /// - Parameter now: the present time. A catalogue that is too old at this time says nothing. If it is nil, the age
    ///   of the catalogue does not count.
    public static func look(
        _ article: String, now: Int64? = nil, on connection: Connection
    ) throws(SQLiteError) -> Receipt {
        let catalogue = try ArticleCatalogue.read(on: connection)
        let product = try ArticleCatalogue.product(article, on: connection)
        return Receipt(
            article: article,
            standing: now.map { catalogue.standing(of: product, now: $0) } ?? catalogue.standing(of: product),
            product: product, catalogue: catalogue)
    }
}
