import JSON
import TestSupport
import Testing

@Suite("A worker that is killed", .ownThread) struct WorkerDeathTests {
    @Test("before any of the request left: the next worker sends its order, once") func beforeSending() throws {
        let server = try SilentServer()
        let bridge = try Bridge()
        let address = "http://127.0.0.1:\(bridge.sandbox.client.port)/api/index.php"
        try bridge.enqueue(["settings"], #"{"frontpadapi_api_url":"https://127.0.0.1:\#(server.port)/"}"#)
        try bridge.enqueue(["order"], Samples.order(1))
        let worker = try bridge.startWorker()
        _ = try server.program.line(containing: "hello")
        worker.send(9)
        #expect(try worker.finish() == .signalled(9))
        #expect(try bridge.state(of: 1) == "new")

        try bridge.enqueue(["settings"], #"{"frontpadapi_api_url":"\#(address)"}"#)
        #expect(try bridge.drain().status == .exited(0))
        #expect(try bridge.state(of: 1) == "sent")
        #expect(try bridge.sandbox.orders().count == 1)
        #expect(
            try bridge.text("SELECT group_concat(outcome) FROM (SELECT outcome FROM attempts ORDER BY attempt)")
                == "lost,completed")
    }

    @Test("loses its job to another worker at once because its lock is free, although its lease would last an hour")
    func rescueByLock() throws {
        let bridge = try Bridge()
        try bridge.sandbox.control("fault", ["method": "new_order", "fault": "silent", "count": 1])
        try bridge.enqueue(["order"], Samples.order(1))
        let doomed = try bridge.startWorker(["--lease", "3600"])
        _ = try bridge.sandbox.program.line(containing: "new_order", in: .errors)
        let other = try bridge.startWorker(["--lease", "3600", "--json"])
        _ = try other.line(containing: #""event":"started""#, in: .errors)
        doomed.send(9)
        let rescue = try JSON.parse(other.line(containing: #""event":"rescued""#, in: .errors))
        #expect(rescue["jobs"]?.array?.compactMap(\.int) == [1])
        let claim = try JSON.parse(other.line(containing: #""event":"claimed""#, in: .errors))
        #expect(claim["job_id"]?.int == 1)
        #expect(claim["attempt"]?.int == 2)
        _ = try other.line(containing: #""event":"discarded""#, in: .errors)
        #expect(try bridge.state(of: 1) == "in_doubt")
    }

    @Test("with the only order: a drain right after it takes the order over and does not end before it")
    func onlyOrder() throws {
        let bridge = try Bridge()
        try bridge.sandbox.control("fault", ["method": "new_order", "fault": "silent", "count": 1])
        try bridge.enqueue(["order"], Samples.order(1))
        let worker = try bridge.startWorker()
        _ = try bridge.sandbox.program.line(containing: "new_order", in: .errors)
        worker.send(9)
        _ = try worker.finish()
        #expect(try bridge.drain().status == .exited(0))
        #expect(try bridge.state(of: 1) == "in_doubt")
        #expect(try bridge.sandbox.orders().isEmpty)
    }

    @Test("beside others: the orders it was sending are in doubt, all others arrive, none arrives twice")
    func amongOthers() throws {
        let bridge = try Bridge(
            ["requests_per_second": "1000", "requests_per_minute": "1000"], sandbox: ["--no-limits"])
        // The CRM creates the orders but holds the answers back. The killed worker cannot know that the orders exist.
        try bridge.sandbox.control(
            "fault", ["method": "new_order", "fault": "silent", "count": 2, "creates_order": true])
        try bridge.enqueue(["orders"], (1...2).map { Samples.order($0) }.joined(separator: "\n"))
        let doomed = try bridge.startWorker(["--concurrency", "2"])
        for id in 1_000_001...1_000_002 {
            _ = try bridge.sandbox.program.line(containing: "created \(id)", in: .errors)
        }
        let others = try (1...2).map { _ in try bridge.startWorker() }
        try bridge.enqueue(["orders"], (3...12).map { Samples.order($0) }.joined(separator: "\n"))
        doomed.send(9)
        _ = try doomed.finish()
        try bridge.drain()
        for other in others {
            other.send(15)
            #expect(try other.finish() == .exited(0))
        }
        try bridge.drain()
        #expect(try bridge.count("SELECT count(*) FROM crm_orders WHERE crm_state = 'in_doubt' AND order_id < 3") == 2)
        #expect(try bridge.count("SELECT count(*) FROM crm_orders WHERE crm_state = 'sent' AND order_id > 2") == 10)
        #expect(try bridge.sandbox.orders().count == 12)
    }
}
