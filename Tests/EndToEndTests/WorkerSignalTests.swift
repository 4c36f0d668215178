import JSON
import TestSupport
import Testing

@Suite("A worker that is stopped", .ownThread) struct WorkerSignalTests {
    /// Starts a worker and waits until it is in the middle of the request for order 1. Order 2 waits.
    private func workerInRequest(_ bridge: Bridge, _ fault: JSON) throws -> RunningProgram {
        try bridge.sandbox.control("fault", fault)
        try bridge.enqueue(["orders"], [Samples.order(1), Samples.order(2)].joined(separator: "\n"))
        let worker = try bridge.startWorker(["--concurrency", "1"])
        _ = try bridge.sandbox.program.line(containing: "new_order", in: .errors)
        return worker
    }

    @Test(
        "by SIGTERM, or by SIGHUP of a closed session, finishes what runs and starts nothing new",
        arguments: [15, 1] as [Int32])
    func term(signal: Int32) throws {
        let bridge = try Bridge()
        let worker = try workerInRequest(
            bridge, ["method": "new_order", "fault": "delay", "milliseconds": 700, "count": 1])
        // GNU timeout sends a signal twice, once to the program and once to its process group. Both together count as
        // one request to stop.
        worker.send(signal)
        worker.send(signal)
        #expect(try worker.finish() == .exited(0))
        #expect(try bridge.state(of: 1) == "sent")
        #expect(try bridge.state(of: 2) == "new")
        #expect(try bridge.count("SELECT count(*) FROM workers") == 0)
    }

    @Test("by a second signal, a second later, ends at once; its order is in doubt and not sent again") func twice()
        throws
    {
        let bridge = try Bridge()
        let worker = try workerInRequest(
            bridge, ["method": "new_order", "fault": "silent", "count": 1, "creates_order": true])
        worker.send(15)
        _ = try worker.line(containing: "stopping", in: .errors)
        // A further signal counts only if it comes at least a second after the first one.
        let isOver = Monitor(false)
        BackgroundThread.start {
            while isOver.poll(seconds: 1, until: { $0 ? true : nil }) == nil { worker.send(15) }
        }
        defer { isOver.withLock { $0 = true } }
        #expect(try worker.finish() == .exited(75))
        try bridge.drain()
        #expect(try bridge.state(of: 1) == "in_doubt")
        #expect(try bridge.state(of: 2) == "sent")
        #expect(try bridge.sandbox.orders().count == 2)
        #expect(try bridge.enqueue(["send", "1"]).status == .exited(1))
        // A person has checked that the order is there.
        #expect(try bridge.queue(["resolve", "1", "--sent", "1000001"]).status == .exited(0))
        #expect(try bridge.state(of: 1) == "sent")
        #expect(try bridge.queue(["resolve", "1", "--not-sent"]).status == .exited(1))
    }

    @Test("by SIGKILL in the middle of a request leaves its order in doubt, and loses no other") func kill() throws {
        let bridge = try Bridge()
        let worker = try workerInRequest(bridge, ["method": "new_order", "fault": "silent", "count": 1])
        worker.send(9)
        _ = try worker.finish()
        try bridge.drain()
        #expect(try bridge.state(of: 1) == "in_doubt")
        #expect(try bridge.state(of: 2) == "sent")
        let story = try bridge.queue(["order", "1"])
        #expect(story.stdout.contains("in_doubt"))
        // A person has checked that the order is not there.
        #expect(try bridge.queue(["resolve", "1", "--not-sent"]).stdout.hasSuffix("sends it to Frontpad\n"))
        try bridge.drain()
        #expect(try bridge.state(of: 1) == "sent")
        #expect(try bridge.sandbox.orders().count == 2)
    }

    @Test("runs one job with --once, and drains without waiting for a closed shift") func modes() throws {
        let bridge = try Bridge(["language": "en"], sandbox: ["--shift", "closed"])
        try bridge.enqueue(["orders"], [Samples.order(1), Samples.order(2)].joined(separator: "\n"))
        #expect(try bridge.drain().status == .exited(0))
        #expect(try bridge.state(of: 1) == "new")
        #expect(try bridge.state(of: 2) == "new")
        #expect(try bridge.text("SELECT reason FROM breakers") == "cash_close")
        let status = try bridge.queue(["status"])
        #expect(status.stdout.contains("the shift is closed in Frontpad"))

        let other = try Bridge()
        try other.enqueue(["orders"], [Samples.order(1), Samples.order(2)].joined(separator: "\n"))
        let once = try run(
            Programs.path(named: "frontpad-worker"), ["--once"], environment: other.environment)
        #expect(once.status == .exited(0))
        #expect(try other.sandbox.orders().count == 1)
    }
}
