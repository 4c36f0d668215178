import Glibc
import JSON
import TestSupport
import Testing

@Suite("A worker that is frozen past its lease", .ownThread) struct WorkerFreezeTests {
    @Test("while it sends its order: another puts the order in doubt, and the late answer settles it")
    func lateAnswer() throws {
        let bridge = try Bridge()
        try bridge.sandbox.control(
            "fault",
            ["method": "new_order", "fault": "delay", "count": 1, "milliseconds": 4_000, "creates_order": true])
        try bridge.enqueue(["order"], Samples.order(1))
        let frozen = try bridge.startWorker(["--lease", "1"])
        _ = try bridge.sandbox.program.line(containing: "created", in: .errors)
        frozen.send(SIGSTOP)
        let other = try bridge.startWorker(["--lease", "1"])
        _ = try other.line(containing: "discarded", in: .errors)
        #expect(try bridge.state(of: 1) == "in_doubt")

        frozen.send(SIGCONT)
        _ = try frozen.line(containing: "another worker has the job", in: .errors)
        #expect(try bridge.state(of: 1) == "sent")
        #expect(try bridge.text("SELECT crm_order_id FROM crm_orders") == "1000001")
        #expect(try bridge.sandbox.orders().count == 1)
        for worker in [frozen, other] {
            worker.send(SIGTERM)
            #expect(try worker.finish() == .exited(0))
        }
    }

    @Test("before it sends its order: another sends it, and the first sends nothing when it continues")
    func sentByAnother() throws {
        let server = try SilentServer()
        let bridge = try Bridge()
        let address = "http://127.0.0.1:\(bridge.sandbox.client.port)/api/index.php"
        try bridge.enqueue(["settings"], #"{"frontpadapi_api_url":"https://127.0.0.1:\#(server.port)/"}"#)
        try bridge.enqueue(["order"], Samples.order(1))
        let frozen = try bridge.startWorker(["--lease", "1"])
        _ = try server.program.line(containing: "hello")
        frozen.send(SIGSTOP)
        try bridge.enqueue(["settings"], #"{"frontpadapi_api_url":"\#(address)"}"#)
        let other = try bridge.startWorker(["--lease", "1"])
        _ = try other.line(containing: "completed", in: .errors)
        #expect(try bridge.state(of: 1) == "sent")

        // When the server ends, the frozen worker's TLS handshake fails. No byte of its request has left.
        server.program.send(SIGKILL)
        frozen.send(SIGCONT)
        _ = try frozen.line(containing: "another worker has the job", in: .errors)
        #expect(try bridge.state(of: 1) == "sent")
        #expect(try bridge.sandbox.orders().count == 1)
        #expect(try bridge.sandbox.state("requests").array?.count == 1)
    }
}
