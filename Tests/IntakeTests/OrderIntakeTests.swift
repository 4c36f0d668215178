import Intake
import Shop
import TestSupport
import Testing

@Suite("The intake of an order", .ownThread) struct OrderIntakeTests {
    private let shop: ShopDatabase

    init() throws { shop = try ShopDatabase() }

    private func store(_ text: String) throws -> OrderReceipt {
        try OrderIntake(database: shop.database).store([OrderIntake.Item(Array(text.utf8))])[0]
    }

    private func document(status: Int, seq: Int, event: String = "status", time: String = "2026-11-27 01:00:00")
        -> String
    {
        """
        {"id":5,"num":"2611/5","status":\(status),"event":"\(event)","event_seq":\(seq),"createdon":"\(time)","products":[]}
        """
    }

    @Test("says what it did with the document") func effects() throws {
        #expect(try store(document(status: 1, seq: 3)).effect == .stored)
        #expect(try store(document(status: 1, seq: 3) + "\n").effect == .unchanged)
        #expect(try store(document(status: 2, seq: 2)).effect == .older)
        #expect(try shop.status(of: 5) == 1)
    }

    @Test("says when the order will be sent") func sending() throws {
        #expect(try store(document(status: 1, seq: 1)).sending == .waitsForSettings)
        try shop.set("frontpadapi_send_status", "2")
        #expect(try store(document(status: 1, seq: 2)).sending == .waitsForStatus(2))
        guard case .queued = try store(document(status: 2, seq: 3)).sending else {
            Issue.record("it was not queued")
            return
        }
        for (state, sending) in [
            ("sent", OrderReceipt.Sending.sent(crmOrderID: nil)), ("sending", .sending), ("in_doubt", .inDoubt),
        ] {
            try shop.setState(state, of: 5)
            #expect(try store(document(status: 2, seq: 3)).sending == sending)
        }
    }

    @Test("says that an order from before is not sent at creation") func notCreatedHere() throws {
        try shop.set("frontpadapi_send_status", "")
        #expect(try store(document(status: 1, seq: 1)).sending == .notCreatedHere)
    }

    @Test("stores all the documents or none") func allOrNone() throws {
        let intake = OrderIntake(database: shop.database)
        let good = try OrderIntake.Item(Array(document(status: 1, seq: 1).utf8))
        try shop.shell(
            "CREATE TRIGGER refuse BEFORE INSERT ON orders WHEN NEW.id = 6 BEGIN SELECT RAISE(ABORT, 'no'); END")
        let bad = try OrderIntake.Item(Array(#"{"id":6,"products":[]}"#.utf8))
        #expect(throws: (any Error).self) { try intake.store([good, bad]) }
        #expect(try shop.count("SELECT count(*) FROM orders") == 0)
    }

    @Test("names the place of what cannot be used") func unusable() {
        #expect(throws: OrderDocumentError.self) { try store(#"{"id":"x","products":[]}"#) }
    }
}
