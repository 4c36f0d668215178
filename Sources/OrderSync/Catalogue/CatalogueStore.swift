internal import Frontpad
internal import Intake
internal import JobQueue
internal import SQLite

/// Stores the CRM's products and stop list in the local catalogue. New products also wake the jobs that wait for them.
/// The functions must run inside the caller's transaction.
enum CatalogueStore {
    private struct StoredProduct: Hashable {
        var name: String
        var price: String?
        var isListed: Bool
        var isStopped: Bool
    }

    /// - Parameter asked: when the request left, in milliseconds since 1970. The answer may not contain later changes.
    static func store(
        products: [FrontpadProduct], asked: Int64, queue: JobQueue, in connection: Connection
    ) throws(SQLiteError) {
        let before = try storedProducts(on: connection)
        var after = before.mapValues {
            StoredProduct(name: $0.name, price: $0.price, isListed: false, isStopped: $0.isStopped)
        }
        for product in products {
            after[product.article] = StoredProduct(
                name: product.name, price: product.price, isListed: true,
                isStopped: before[product.article]?.isStopped ?? false)
        }
        try write(after, over: before, in: connection)
        try connection.run("UPDATE crm_catalogue SET products_at = ?", asked)
        try queue.makeDue(kind: CheckArticleJob.kind, in: connection)
    }

    static func store(stops: [FrontpadProduct], asked: Int64, in connection: Connection) throws(SQLiteError) {
        let before = try storedProducts(on: connection)
        var after = before.mapValues {
            StoredProduct(name: $0.name, price: $0.price, isListed: $0.isListed, isStopped: false)
        }
        for product in stops {
            let isListed = before[product.article]?.isListed ?? false
            after[product.article] = StoredProduct(
                name: product.name, price: product.price, isListed: isListed, isStopped: true)
        }
        try write(after, over: before, in: connection)
        try connection.run("UPDATE crm_catalogue SET stops_at = ?", asked)
    }

    private static func storedProducts(on connection: Connection) throws(SQLiteError) -> [String: StoredProduct] {
        var products: [String: StoredProduct] = [:]
        try connection.forEach("SELECT * FROM crm_products") { row throws(SQLiteError) in
            products[try row.get("article")] = StoredProduct(
                name: try row.get("name"), price: try row.get("price"), isListed: try row.get("is_listed"),
                isStopped: try row.get("is_stopped"))
        }
        return products
    }

    /// Writes only the rows that have changed. Usually only a few of thousands of products change, and other writers
    /// wait while this function writes.
    private static func write(
        _ after: [String: StoredProduct], over before: [String: StoredProduct], in connection: Connection
    ) throws(SQLiteError) {
        for (article, product) in after where product.isListed || product.isStopped {
            guard before[article] != product else { continue }
            try connection.run(
                """
                INSERT INTO crm_products (article, name, price, is_listed, is_stopped) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (article) DO UPDATE SET name = excluded.name, price = excluded.price,
                    is_listed = excluded.is_listed, is_stopped = excluded.is_stopped
                """, article, product.name, product.price, product.isListed, product.isStopped)
        }
        for article in before.keys {
            guard let product = after[article], product.isListed || product.isStopped else {
                try connection.run("DELETE FROM crm_products WHERE article = ?", article)
                continue
            }
        }
    }
}
