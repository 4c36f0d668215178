import Intake
import TestSupport
import Testing

@Suite("An article that the shop has saved", .ownThread) struct ArticleTests {
    private let shop: ShopDatabase

    init() throws { shop = try ShopDatabase() }

    private var jobs: Int { get throws { try shop.count("SELECT count(*) FROM jobs WHERE kind = 'check_article'") } }

    private func finishJobs() throws {
        try shop.shell("UPDATE jobs SET state = 'completed'; UPDATE article_checks SET checked_at = 1")
    }

    @Test(
        "has one job, whichever way a program writes it",
        arguments: [
            "INSERT INTO articles (article, product_id) VALUES ('A-1', 3)",
            "REPLACE INTO articles (article, product_id) VALUES ('A-1', 3)",
            "INSERT OR IGNORE INTO articles (article, product_id) VALUES ('A-1', 3)",
            """
            INSERT INTO articles (article, product_id) VALUES ('A-1', 3)
            ON CONFLICT (article) DO UPDATE SET product_id = excluded.product_id
            """,
        ])
    func writes(sql: String) throws {
        try shop.shell(sql)
        #expect(try jobs == 1)
        try shop.shell(sql)
        #expect(try jobs == 1)
        #expect(try shop.count("SELECT count(*) FROM articles WHERE product_id = 3") == 1)
        try finishJobs()
        try shop.shell(sql)
        #expect(try jobs == 2)
        #expect(try shop.count("SELECT count(*) FROM article_checks WHERE checked_at IS NULL") == 1)
    }

    @Test("keeps its product if a later writer names none, and its checks if a REPLACE clears the row")
    func replace() throws {
        try shop.shell("INSERT INTO articles (article, product_id) VALUES ('A-1', 3)")
        try shop.shell("UPDATE article_checks SET told_at = 5")
        try shop.shell("REPLACE INTO articles (article) VALUES ('A-1')")
        #expect(try shop.count("SELECT product_id FROM articles") == 3)
        #expect(try shop.count("SELECT told_at FROM article_checks") == 5)
    }

    @Test("is ignored if it is empty, which the shop may save", arguments: ["''", "'  '", "NULL"])
    func empty(value: String) throws {
        try shop.shell("INSERT INTO articles (article, product_id) VALUES (\(value), 3)")
        #expect(try shop.count("SELECT count(*) FROM articles") == 0)
        #expect(try jobs == 0)
    }

    @Test("may contain any text, because the args of its job have a number")
    func characters() throws {
        let receipt = try ArticleIntake(database: shop.database).store(
            SavedArticle(article: " \"\\'{}\u{1} ю ", productID: nil))
        #expect(receipt.article == "\"\\'{}\u{1} ю")
        #expect(try shop.count("SELECT count(*) FROM jobs WHERE args = '{\"check\":1}'") == 1)
    }

    @Test("that lost its job gets another one from a sweep")
    func sweep() throws {
        try shop.shell("INSERT INTO articles (article) VALUES ('A-1'); DELETE FROM jobs")
        #expect(try OrderSweep.run(shop.queue) == 1)
        #expect(try jobs == 1)
        #expect(try OrderSweep.run(shop.queue) == 0)
    }

    @Test(
        "is answered from the catalogue at once",
        arguments: [
            ("K", ArticleCatalogue.Standing.known), ("S", .stopped), ("U", .unknown),
        ])
    func answer(article: String, standing: ArticleCatalogue.Standing) throws {
        let intake = ArticleIntake(database: shop.database)
        #expect(try intake.store(SavedArticle(article: article, productID: 1)).standing == .notKnownYet)
        try shop.shell(
            """
            INSERT INTO crm_products VALUES ('K', 'Known', '1', 1, 0), ('S', 'Stopped', NULL, 1, 1);
            UPDATE crm_catalogue SET products_at = 1700000000000
            """)
        let saved = try SavedArticle(article: article, productID: 1)
        for age: Int64 in [60_000, ArticleCatalogue.longestAge] {
            let receipt = try intake.store(saved, now: 1_700_000_000_000 + age)
            #expect(receipt.standing == standing)
            #expect(receipt.catalogue.age(now: 1_700_000_000_000 + age) == age)
        }
        // An older catalogue refuses nothing.
        let receipt = try intake.store(saved, now: 1_700_000_000_001 + ArticleCatalogue.longestAge)
        #expect(receipt.standing == .notKnownYet)
    }

    @Test("is read from the spool with its product, and a broken file is set aside")
    func spool() throws {
        let folder = SpoolFolder(path: shop.location.spoolFolder)
        try folder.put(try SavedArticle(article: "A-1", productID: 3).bytes, kind: .article, now: 1)
        try folder.put(Array(#"{"article":17,"product_id":"4"}"#.utf8), kind: .article, now: 2)
        try folder.put(Array(#"{"article":" "}"#.utf8), kind: .article, now: 3)
        let report = try SpoolSweep(folder: folder, database: shop.database).run()
        #expect(report.taken == 2)
        #expect(Array(report.refused.values) == ["the article is empty"])
        #expect(try shop.count("SELECT count(*) FROM articles WHERE article = 'A-1' AND product_id = 3") == 1)
        #expect(try shop.count("SELECT count(*) FROM articles WHERE article = '17' AND product_id = 4") == 1)
        #expect(folder.refusedCount == 1)
    }
}
