import Frontpad
import Intake
import JobQueue
import SQLite
import TestSupport
import Testing

@testable import OrderSync

extension SyncFixture {
    /// Saves an article as the shop does.
    @discardableResult
    func save(_ article: String, product: Int64? = 12) throws -> ArticleIntake.Receipt {
        try ArticleIntake(database: database).store(SavedArticle(article: article, productID: product))
    }

    /// Stores products with these articles in the local catalogue, as if they had just been fetched.
    func storeCatalogue(_ articles: [String], stopped: [String] = []) throws {
        let products = articles.map { FrontpadProduct(article: $0, name: "Name of \($0)", price: "100") }
        try database.write { [queue] connection in
            let now = queue.clock.now()
            try CatalogueStore.store(products: products, asked: now, queue: queue, in: connection)
            try CatalogueStore.store(
                stops: stopped.map { FrontpadProduct(article: $0, name: "Name of \($0)", price: "100") }, asked: now,
                in: connection)
        }
    }

    func refresh(from server: ScriptedServer) async throws -> FinishResult {
        let end = try await perform(
            try claim(from: RefreshProductsJob.queue, budgets: [AccountBudget.requests]),
            by: RefreshProductsHandler(queue: queue) { _, secret in
                FrontpadClient(url: server.url(), secret: secret, timeoutMilliseconds: 30_000)
            })
        return withExtendedLifetime(server) { end }
    }

    /// Claims the next order and sends it. The server stays alive until the request has ended.
    @discardableResult
    func send(to server: ScriptedServer) async throws -> FinishResult {
        let end = try await send(to: server.url())
        return withExtendedLifetime(server) { end }
    }

    func check() async throws -> FinishResult {
        try await perform(try claim(from: CheckArticleJob.queue), by: CheckArticleHandler(queue: queue))
    }

    func request() throws { try database.write { [queue] in try CatalogueRequest.make(queue: queue, in: $0) } }

    func standing(_ article: String) throws -> ArticleCatalogue.Standing {
        try database.read { try ArticleIntake.look(article, on: $0).standing }
    }
}

/// Returns a CRM that gives these answers one after another and then repeats the last one.
func crm(inTurn answers: String...) -> ScriptedServer {
    ScriptedServer(
        connections: answers.map {
            [.read, .send("HTTP/1.1 200 OK\r\nContent-Length: \($0.utf8.count)\r\n\r\n\($0)")]
        })
}

let someProducts = #"{"result":"success","product_id":["A","B"],"name":["Anna","Boris"],"price":["1","2"]}"#
let noStops = #"{"result":"success","error":"no_stops"}"#
