internal import JobQueue
public import SQLite

/// The local copy of the CRM's product list. It exists because the CRM gives out its product list only once an hour.
public struct ArticleCatalogue: Sendable, Hashable {
    /// What the CRM knows about an article.
    public enum Standing: String, Sendable, CaseIterable, ColumnReadable, Bindable {
        case known
        /// The CRM knows the article, but has it on its stop list.
        case stopped
        case unknown
        /// No catalogue has been fetched yet, or the last one is too old to decide anything.
        case notKnownYet = "not_known_yet"
    }

    public struct Product: Sendable, Hashable {
        public let article: String
        public let name: String
        /// The price in rubles, exactly as the CRM writes it.
        public let price: String?
        public let isStopped: Bool

        public init(article: String, name: String, price: String?, isStopped: Bool) {
            self.article = article
            self.name = name
            self.price = price
            self.isStopped = isStopped
        }
    }

    /// The times of the last fetch of the products and of the stop list, in milliseconds since 1970, or nil before the
    /// first fetch.
    public let productsAt: Int64?
    public let stopsAt: Int64?

    public static func read(on connection: Connection) throws(SQLiteError) -> ArticleCatalogue {
        try connection.first("SELECT products_at, stops_at FROM crm_catalogue")
            ?? ArticleCatalogue(productsAt: nil, stopsAt: nil)
    }

    /// - Returns: the product with this article, or nil if the local copy has none.
    public static func product(_ article: String, on connection: Connection) throws(SQLiteError) -> Product? {
        try connection.first("SELECT article, name, price, is_stopped FROM crm_products WHERE article = ?", article)
    }

    /// The products, sorted by article.
    ///
    /// - Parameter onlyStopped: whether to return only the products on the stop list.
    public static func products(
        onlyStopped: Bool, on connection: Connection
    ) throws(SQLiteError) -> [Product] {
        try connection.all(
            "SELECT article, name, price, is_stopped FROM crm_products WHERE is_stopped >= ? ORDER BY article",
            onlyStopped)
    }

    /// A catalogue that is older says nothing about an article any more, in milliseconds.
    public static let longestAge: Int64 = 86_400_000

    /// Says what the CRM knows about an article, as far as the local copy can tell now. An old copy must not keep a
    /// product from being saved or an order from being sent.
    ///
    /// - Parameters:
    ///   - product: the product with this article in the local copy, or nil if there is none.
    ///   - now: the present time, in milliseconds since 1970.
    public func standing(of product: Product?, now: Int64) -> Standing {
        guard let age = age(now: now), age <= ArticleCatalogue.longestAge else { return .notKnownYet }
        return standing(of: product)
    }

    /// Says what the CRM knew about an article when the local copy was fetched, whatever its age is.
    public func standing(of product: Product?) -> Standing {
        if let product { return product.isStopped ? .stopped : .known }
        return productsAt == nil ? .notKnownYet : .unknown
    }

    /// The age of the local product list in milliseconds, or nil if no list was fetched yet. The age is never
    /// negative, even if the clock was set back.
    public func age(now: Int64) -> Int64? { productsAt.map { max(0, now.saturatingSubtracting($0)) } }
}

extension ArticleCatalogue: RowDecodable {
    public init(_ row: Row) throws(SQLiteError) {
        productsAt = try row.get("products_at")
        stopsAt = try row.get("stops_at")
    }
}

extension ArticleCatalogue.Product: RowDecodable {
    public init(_ row: Row) throws(SQLiteError) {
        article = try row.get("article")
        name = try row.get("name")
        price = try row.get("price")
        isStopped = try row.get("is_stopped")
    }
}
