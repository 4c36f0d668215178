public import Intake
public import SQLite

/// An article that the shop has saved, with the facts that are known about it. Times are in milliseconds since 1970
/// (UTC).
public struct ArticleRow: Sendable, Hashable, RowDecodable {
    public let article: String
    /// The product's id in MODX.
    public let productID: Int64?
    public let state: ArticleCatalogue.Standing
    /// The product's name in the CRM.
    public let name: String?
    public let price: String?
    public let changedAt: Int64
    /// When the article was checked, or nil if it was not yet checked. A check needs a product list that is newer than
    /// the article's last change.
    public let checkedAt: Int64?
    /// When the manager was told that the CRM does not know the article.
    public let toldAt: Int64?

    public init(_ row: Row) throws(SQLiteError) {
        article = try row.get("article")
        productID = try row.get("product_id")
        state = try row.get("state")
        name = try row.get("name")
        price = try row.get("price")
        changedAt = try row.get("changed_at")
        checkedAt = try row.get("checked_at")
        toldAt = try row.get("told_at")
    }

    /// Returns the saved articles. The last changed article comes first.
    ///
    /// - Parameter onlyUnknown: whether to return only the articles that the CRM does not know.
    public static func list(
        onlyUnknown: Bool, limit: Int, on connection: Connection
    ) throws(SQLiteError) -> [ArticleRow] {
        try connection.all(
            """
            SELECT * FROM article_states WHERE (?1 = 0 OR state = ?2) ORDER BY changed_at DESC, article LIMIT ?3
            """, onlyUnknown, ArticleCatalogue.Standing.unknown, limit)
    }
}
