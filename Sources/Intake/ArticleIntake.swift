public import SQLite

/// Accepts articles that the shop has saved.
public struct ArticleIntake: Sendable {
    /// What is known about an article when it arrives.
    public struct Receipt: Sendable, Hashable {
        public let article: String
        public let standing: ArticleCatalogue.Standing
        /// The name in the CRM.
        public let product: ArticleCatalogue.Product?
        public let catalogue: ArticleCatalogue
    }

    private let database: Database

    public init(database: Database) { self.database = database }

    /// Stores the article, so that a job checks it, and answers from the local catalogue. The caller rings the doorbell.
    public func store(_ saved: SavedArticle) throws -> Receipt {
        try database.write { connection in
            // The triggers turn this into an update if the article exists, and insert the job.
            try connection.run(
                "INSERT INTO articles (article, product_id) VALUES (?, ?)", saved.article, saved.productID)
            return try ArticleIntake.look(saved.article, on: connection)
        }
    }

    /// What the catalogue says about an article.
    public static func look(_ article: String, on connection: Connection) throws(SQLiteError) -> Receipt {
        let catalogue = try ArticleCatalogue.read(on: connection)
        let product = try ArticleCatalogue.product(article, on: connection)
        return Receipt(
            article: article, standing: catalogue.standing(of: product), product: product, catalogue: catalogue)
    }
}
