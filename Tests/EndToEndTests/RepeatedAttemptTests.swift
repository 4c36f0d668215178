import TestSupport
import Testing

@Suite("An order that is tried again and again", .ownThread) struct RepeatedAttemptTests {
    @Test("bothers neither the manager nor the shop, and arrives once when Frontpad can be reached") func quiet() throws
    {
        let mail = try MailServer()
        let bridge = try Bridge([
            "error_status": "6", "manager_email": "boss@shop.example", "mail_from": "shop@shop.example",
            "smtp_url": "smtp://127.0.0.1:\(mail.port)",
        ])
        let address = "http://127.0.0.1:\(bridge.sandbox.client.port)/api/index.php"
        // No server listens on port 1 (tcpmux).
        try bridge.enqueue(["settings"], #"{"frontpadapi_api_url":"http://127.0.0.1:1/"}"#)
        try bridge.enqueue(["order"], Samples.order(1))
        for _ in 1...3 {
            #expect(try bridge.drain().status == .exited(0))
            #expect(try bridge.text("SELECT state FROM jobs WHERE subject = 'order:1'") == "scheduled")
            // This makes the job due at once, without waiting for the backoff.
            #expect(try bridge.enqueue(["send", "1"]).status == .exited(0))
        }
        #expect(try bridge.count("SELECT count(*) FROM attempts WHERE outcome = 'retried'") == 3)
        #expect(try bridge.state(of: 1) == "new")

        try bridge.enqueue(["settings"], #"{"frontpadapi_api_url":"\#(address)"}"#)
        try bridge.drain()
        #expect(try bridge.state(of: 1) == "sent")
        #expect(try bridge.sandbox.orders().count == 1)
        #expect(try bridge.count("SELECT count(*) FROM jobs") == 1)
        #expect(mail.isEmpty)
    }
}
