public import Intake
public import SQLite

/// An article that the shop has saved, and what is known about it. Times are milliseconds since 1970 in UTC.
public struct ArticleRow: Sendable, Hashable, RowDecodable {
    public let article: String
    /// The product's id in MODX.
    public let productID: Int64?
    public let state: ArticleCatalogue.Standing
    /// The product's name in the CRM.
    public let name: String?
    public let price: String?
    public let changedAt: Int64
    /// nil: not yet checked against products that are newer than its change.
    public let checkedAt: Int64?
    /// When the manager was told that it is unknown.
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

    /// The articles, the last changed first.
    ///
    /// - Parameter onlyUnknown: only those that the CRM does not have.
    public static func list(
        onlyUnknown: Bool, limit: Int, on connection: Connection
    ) throws(SQLiteError) -> [ArticleRow] {
        try connection.all(
            """
            SELECT * FROM article_states WHERE (?1 = 0 OR state = ?2) ORDER BY changed_at DESC, article LIMIT ?3
            """, onlyUnknown, ArticleCatalogue.Standing.unknown, limit)
    }
}
