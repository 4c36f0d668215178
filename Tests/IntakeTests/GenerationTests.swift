import Intake
import JobQueue
import SQLite
import TestSupport
import Testing

@Suite("The witness of a database", .ownThread) struct GenerationTests {
    private let shop: ShopDatabase
    private var generation: Generation { Generation(databasePath: shop.location.path) }

    init() throws { shop = try ShopDatabase() }

    private var verdict: Generation.Verdict {
        get throws { try shop.database.read { try generation.verdict(on: $0) } }
    }

    private func isCopy(_ verdict: Generation.Verdict) -> Bool { if case .copy = verdict { true } else { false } }

    private func advance() throws { generation.settle(try shop.database.write { try generation.advance(in: $0) }) }

    @Test("names the original, before and after orders were sent") func original() throws {
        #expect(try verdict == .original)
        for _ in 0..<3 {
            try advance()
            #expect(try verdict == .original)
        }
    }

    @Test("is still found after a crash between the commit and the rename") func crash() throws {
        try advance()
        _ = try shop.database.write { try generation.advance(in: $0) }
        #expect(try verdict == .original)
        try advance()
        #expect(try verdict == .original)
    }

    @Test("does not name a file that a rolled-back transaction has left") func rolledBack() throws {
        struct Failure: Error {}
        try advance()
        #expect(throws: Failure.self) {
            try shop.database.write { connection in
                _ = try generation.advance(in: connection)
                throw Failure()
            }
        }
        #expect(try verdict == .original)
    }

    @Test("shows that a copied database is a copy, with its witness or without") func copied() throws {
        try advance()
        #expect(try shop.database.checkpoint() == .truncated)
        let copy = shop.folder.path(of: "copy.db")
        try #require(run("cp", [shop.location.path, copy]).status == .exited(0))
        try #require(run("cp", [shop.location.path + "-generation", copy + "-generation"]).status == .exited(0))
        let database = try Database(path: copy)
        #expect(try database.read { isCopy(try Generation(databasePath: copy).verdict(on: $0)) })
    }

    @Test("shows that a database without it is not the original") func missing() throws {
        try advance()
        try #require(run("rm", [shop.location.path + "-generation"]).status == .exited(0))
        #expect(try isCopy(verdict))
    }

    @Test("pauses sending until a person decides, and holds the orders from before") func pause() throws {
        try shop.set("frontpadapi_send_status", "2")
        try shop.shell(Write.insert.sql(status: 2, event: "created", seq: 0))
        try advance()
        try #require(run("rm", [shop.location.path + "-generation"]).status == .exited(0))
        let now: Int64 = 9_000_000_000_000
        try SendingPause.look(at: shop.queue, now: now)
        let pause = try shop.database.read { try SendingPause.read(on: $0) }
        #expect(pause?.noticedAt == now)
        #expect(try shop.count("SELECT count(*) FROM jobs WHERE queue = 'unconfirmed'") == 1)
        try shop.database.write { try SendingPause.end(now: now + 1, in: $0) }
        #expect(try shop.database.read { try SendingPause.read(on: $0) } == nil)
        // The database has stored the identity of its new witness now.
        try SendingPause.look(at: shop.queue, now: now + 2)
        #expect(try shop.database.read { try SendingPause.read(on: $0) } == nil)
    }
}
