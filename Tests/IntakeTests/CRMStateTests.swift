import Intake
import JobQueue
import SQLite
import Testing

@Suite("An order's state, as Intake reads it") struct CRMStateTests {
    private let shop: ShopDatabase

    init() throws {
        shop = try ShopDatabase()
        try shop.set("frontpadapi_send_status", "2")
        try shop.shell(Write.insert.sql(status: 1, event: "created", seq: 1))
    }

    private func sending() throws -> OrderReceipt.Sending {
        try shop.database.read { try OrderIntake(database: shop.database).sending(1, on: $0) }
    }

    @Test("every state is accepted by the schema and decides the text of the receipt")
    func states() throws {
        var told: [CRMState: OrderReceipt.Sending] = [:]
        for state in CRMState.allCases {
            try shop.setState(state.rawValue, of: 1)
            told[state] = try sending()
        }
        #expect(
            told == [
                .new: .waitsForStatus(2), .sending: .sending, .sent: .sent(crmOrderID: nil), .inDoubt: .inDoubt,
                .failed: .failed(reason: nil),
            ])
    }

    @Test("a state that this version does not know is an error that names it, and sends nothing")
    func unknown() throws {
        try shop.shell("PRAGMA ignore_check_constraints = ON; UPDATE crm_orders SET crm_state = 'lost'")
        let expected = "the column crm_state holds 'lost', expected one of new, sending, sent, in_doubt, failed"
        #expect(try #require(throws: SQLiteError.self) { try sending() }.message == expected)
        let refusal = try #require(throws: SQLiteError.self) {
            try shop.database.write {
                try SendRequest.make(
                    OrderReference(order: 1, incarnation: 1), queue: JobQueue(database: shop.database), in: $0)
            }
        }
        #expect(refusal.message == expected)
        #expect(try shop.sendJobs == 0)
        #expect(try shop.count("SELECT count(*) FROM crm_orders WHERE crm_state = 'lost'") == 1)
    }
}
