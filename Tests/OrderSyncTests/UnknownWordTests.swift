import Intake
import JobQueue
import SQLite
import TestSupport
import Testing

@testable import OrderSync

/// A newer version or a person may have written a row with an unknown word. The CHECK constraints of the present
/// schema would refuse such words.
@Suite("A stored word that this version does not know") struct UnknownWordTests {
    private let fixture: SyncFixture

    init() throws {
        fixture = try SyncFixture()
        try fixture.store()
    }

    private func change(_ sql: String) throws {
        try fixture.database.write { connection in
            try connection.execute("PRAGMA ignore_check_constraints = ON")
            try connection.run(sql)
            try connection.execute("PRAGMA ignore_check_constraints = OFF")
        }
    }

    private func message(_ read: (Connection) throws -> Void) throws -> String {
        try #require(throws: SQLiteError.self) { try fixture.database.read { try read($0) } }.message
    }

    private let state = "the column crm_state holds 'lost', expected one of new, sending, sent, in_doubt, failed"

    @Test("an order in such a state is an error that names it, not an order in doubt")
    func order() throws {
        let reference = try fixture.reference()
        try change("UPDATE crm_orders SET crm_state = 'lost'")
        #expect(try message { _ = try CRMOrder.read(reference, on: $0) } == state)
        #expect(try message { _ = try OrderSummary.read(reference, on: $0) } == state)
        #expect(try message { _ = try OrderSummary.counts(on: $0) } == state)
    }

    @Test("an order in such a state is not sent, and its state stays")
    func sending() async throws {
        let claim = try #require(try fixture.claim())
        try change("UPDATE crm_orders SET crm_state = 'lost'")
        let server = crm(taken)
        let error = await #expect(throws: SQLiteError.self) {
            try await fixture.perform(claim, by: fixture.handler(server.url()))
        }
        #expect(error?.message == state)
        #expect(server.received().isEmpty)
        #expect(try fixture.state() == "lost")
    }

    @Test("an archived order in such a state is an error that names it")
    func archived() throws {
        try change(
            """
            INSERT INTO archived_orders (order_id, incarnation, crm_state, archived_at) VALUES (8, 1, 'lost', 0)
            """)
        #expect(
            try message { _ = try CRMOrder.read(OrderReference(order: 8, incarnation: 1), on: $0) } == state)
    }

    @Test("a CRM event from such a source, or in such a state, is an error and is not stored")
    func events() throws {
        try fixture.database.write { connection in
            _ = try CRMEvent(source: .command, crmOrderID: "1000020", status: "3").store(in: connection)
        }
        try change("UPDATE crm_events SET state = 'postponed'")
        #expect(
            try message { _ = try ReceivedEvent.read(1, on: $0) }
                == "the column state holds 'postponed', expected one of new, unmatched, applied, repeated, older")
        try change("DROP TRIGGER crm_events_fixed")
        try change("UPDATE crm_events SET state = 'new', source = 'letter'")
        #expect(
            try message { _ = try ReceivedEvent.read(1, on: $0) }
                == "the column source holds 'letter', expected one of webhook, poll, command")
    }
}
