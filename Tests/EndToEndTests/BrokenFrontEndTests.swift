import JSON
import TestSupport
import Testing

@Suite("A CRM that reads requests and answers none", .ownThread) struct BrokenFrontEndTests {
    @Test("puts one order in doubt, not all of them: a lookup is sent before the next order") func oneDoubt() throws {
        // On a busy machine, delays can exceed the margin of the budget. This test is not about limits, so the sandbox
        // has none.
        let bridge = try Bridge(["language": "en"], sandbox: ["--no-limits"])
        try bridge.sandbox.control(
            "fault", ["method": "any", "fault": "status_502_html", "count": 50])
        try bridge.enqueue(["orders"], (1...5).map { Samples.order($0) }.joined(separator: "\n"))
        let drain = try run(
            Programs.path(named: "frontpad-worker"), ["--drain", "--concurrency", "1"],
            environment: bridge.environment)
        #expect(drain.status == .exited(0))
        #expect(try bridge.state(of: 1) == "in_doubt")
        #expect(try bridge.count("SELECT count(*) FROM crm_orders WHERE crm_state = 'new'") == 4)
        #expect(try bridge.text("SELECT reason FROM breakers") == "no_answer")
        #expect(try bridge.queue(["status"]).stdout.contains("received a request and did not answer"))

        // The CRM works again, and the minute until the next lookup is over.
        try bridge.sandbox.control("reset", ["all": true])
        _ = try run("sqlite3", [bridge.databasePath, "DELETE FROM budget_uses WHERE budget = 'frontpad_probe'"])
        try bridge.drain()
        #expect(try bridge.count("SELECT count(*) FROM crm_orders WHERE crm_state = 'sent'") == 4)
        #expect(try bridge.state(of: 1) == "in_doubt")
        #expect(try bridge.count("SELECT count(*) FROM breakers") == 0)
    }
}
